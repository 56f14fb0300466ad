import { isObservable, Observable, type ObservableInput, type Subscribable, type Subscriber } from 'rxjs';
import { pullFrom, type PulledPieces } from '../../transport/pulled-pieces.js';

/**
 * Converts an input as `from` of RxJS does, without the code that comes with it: Observables of any library,
 * promises, web streams, async iterables, iterables and arrays. Unsubscribing from a stream or an async iterable
 * stops it at once.
 */
export function observeInput<T>(input: ObservableInput<T>): Observable<T> {
  if (isObservable(input)) return input;
  const object = Object(input) as Shape<T>;
  const { then, [Symbol.observable]: standard, '@@observable': interop = standard } = object;
  if (typeof interop === 'function') return new Observable((out) => interop.call(input).subscribe(out));
  const open = pullFrom(object);
  if (open !== undefined) {
    return new Observable((out) => {
      pullInto(out, open());
    });
  }
  if (typeof then === 'function') {
    return new Observable((out) => {
      awaitInto(out, input as PromiseLike<T>);
    });
  }
  const values = valuesOf(object);
  return new Observable((out) => {
    giveTo(out, values);
  });
}

/** Calls `input` for each subscription and observes what it returns. Errors if it throws. */
export function observed<T>(input: () => ObservableInput<T>): Observable<T> {
  return new Observable((subscriber) => observeInput(input()).subscribe(subscriber));
}

interface Shape<T> {
  readonly [Symbol.observable]?: () => Subscribable<T>;
  /** Key of `Symbol.observable` if nothing has defined the symbol. */
  readonly '@@observable'?: () => Subscribable<T>;
  readonly [Symbol.iterator]?: () => Iterator<T>;
  readonly then?: unknown;
  readonly length?: unknown;
}

function pullInto<T>(out: Subscriber<T>, pieces: PulledPieces): void {
  const failed = (error: unknown): void => {
    out.error(error);
  };
  const pulled = ({ done, value }: Awaited<ReturnType<PulledPieces['next']>>): void => {
    if (done === true) out.complete();
    else out.next(value as T);
    if (!out.closed) pull();
  };
  const pull = (): void => {
    void pieces.next().then(pulled, failed);
  };
  out.add(() => {
    pieces.stop();
  });
  pull();
}

function awaitInto<T>(out: Subscriber<T>, promise: PromiseLike<T>): void {
  promise.then(
    (value) => {
      out.next(value);
      out.complete();
    },
    (error: unknown) => {
      out.error(error);
    },
  );
}

function giveTo<T>(out: Subscriber<T>, values: Iterable<T>): void {
  for (const value of values) {
    out.next(value);
    if (out.closed) return;
  }
  out.complete();
}

function valuesOf<T>(shape: Shape<T>): Iterable<T> {
  if (typeof shape[Symbol.iterator] === 'function') return shape as Iterable<T>;
  if (typeof shape.length === 'number') return Array.from(shape as ArrayLike<T>);
  throw new TypeError('Nothing that can be observed was given.');
}

import type { Observable, Subscription } from 'rxjs';
import { Backlog, type BacklogFlow } from './backlog.js';

/** Effects of an iterator that falls behind on its source. */
export interface IterationFlow extends BacklogFlow {
  /** The reader left before the end, or an error ended the values: the iterator listens no more. */
  abandoned(): void;
}

/**
 * The values of an Observable for `for await`. The first `next` subscribes, `return` unsubscribes: after a `break` or
 * a throw in the loop. Values that arrive meanwhile are buffered; none is lost.
 */
export class BufferedIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #source: Observable<T>;
  readonly #flow: IterationFlow;
  readonly #backlog: Backlog;
  readonly #values: T[] = [];
  readonly #readers: Reader<T>[] = [];
  #subscription: Subscription | undefined;
  #end: (() => IteratorReturnResult<undefined>) | undefined;

  constructor(source: Observable<T>, flow: IterationFlow) {
    this.#source = source;
    this.#flow = flow;
    this.#backlog = new Backlog(flow);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    this.#subscribe();
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      this.#serve();
    });
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    const isOver = this.#end !== undefined;
    this.#values.length = 0;
    this.#subscription?.unsubscribe();
    this.#finish(done);
    if (!isOver && this.#subscription !== undefined) this.#flow.abandoned();
    return Promise.resolve(done());
  }

  #subscribe(): void {
    if (this.#subscription !== undefined || this.#end !== undefined) return;
    this.#subscription = this.#source.subscribe({
      next: (value) => {
        this.#values.push(value);
        this.#backlog.grow();
        this.#serve();
      },
      error: (error: unknown) => {
        this.#finish(() => {
          throw error;
        });
        this.#flow.abandoned();
      },
      complete: () => {
        this.#finish(done);
      },
    });
  }

  /** The first end counts; values that came before it are read first, and an error is thrown once. */
  #finish(end: () => IteratorReturnResult<undefined>): void {
    this.#end ??= () => {
      this.#end = done;
      return end();
    };
    this.#backlog.release();
    this.#serve();
  }

  #serve(): void {
    while (this.#readers.length > 0 && (this.#values.length > 0 || this.#end !== undefined)) {
      const reader = this.#readers.shift();
      if (this.#values.length > 0) reader?.resolve({ done: false, value: this.#take() });
      else this.#serveEnd(reader);
    }
  }

  #take(): T {
    this.#backlog.shrink();
    return this.#values.shift() as T;
  }

  #serveEnd(reader: Reader<T> | undefined): void {
    try {
      reader?.resolve(this.#end?.() ?? done());
    } catch (error) {
      reader?.reject(error);
    }
  }
}

interface Reader<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

function done(): IteratorReturnResult<undefined> {
  return { done: true, value: undefined };
}

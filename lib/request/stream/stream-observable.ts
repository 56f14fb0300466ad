import { Observable, type Subscriber } from 'rxjs';
import type { SessionError } from '../../errors/session-error.js';
import type { CancellationToken, DataStreamEvent } from '../../message/data-stream-event.js';
import { Result } from '../../message/result.js';
import { StreamIterator } from './stream-iterator.js';
import type { StreamSink, StreamSource } from './stream-source.js';

/**
 * The values of a stream as they arrive. Completes at the end, and errors with a `SessionError` if the request fails
 * or a value cannot be serialized; {@link events} continues after such a value.
 *
 * The first subscription starts the request, where requests start by themselves. Each subscription has values made
 * for it alone, from then on, of one shared exchange; a subscription after the end receives the end. When the last
 * one ends before that, the request is cancelled.
 *
 * It is an async iterable too. A slow `for await` loop applies backpressure to all listeners; leaving it
 * unsubscribes. Plain subscribers receive every value as it arrives.
 *
 * @example
 * for await (const line of session.streamRequest(url).responseStreamLines()) await store(line);
 */
export class StreamObservable<T> extends Observable<T> implements AsyncIterable<T> {
  readonly #source: StreamSource<T>;

  /** @internal */
  constructor(values: StreamSource<T>) {
    super((subscriber) => values.listen(valuesFor(subscriber)));
    this.#source = values;
  }

  /** The values, as this Observable itself gives them. */
  value(): Observable<T> {
    return new Observable((subscriber) => this.subscribe(subscriber));
  }

  /** The result of each value, and that of a request which fails as the last one; never errors. */
  result(): Observable<Result<T>> {
    return new Observable((subscriber) => this.#source.listen(resultsFor(subscriber)));
  }

  /**
   * Everything that happens (Alamofire's `DataStreamRequest.Stream`): an event of kind `stream` for each value or
   * failure to make one, then exactly one of kind `complete`. Never errors; each event can cancel the request.
   */
  events(): Observable<DataStreamEvent<T>> {
    const { token } = this.#source;
    return new Observable((subscriber) => this.#source.listen(eventsFor(subscriber, token)));
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return new StreamIterator(this.#source);
  }

  /** @internal The values for `for await`, which these failures end without being thrown. */
  valuesUntil(isEnd: (error: SessionError) => boolean): AsyncIterable<T> {
    return { [Symbol.asyncIterator]: () => new StreamIterator(this.#source, isEnd) };
  }
}

function valuesFor<T>(subscriber: Subscriber<T>): StreamSink<T> {
  return {
    next(value, taken) {
      subscriber.next(value);
      taken();
    },
    fail(error, taken) {
      subscriber.error(error);
      taken();
    },
    complete({ error }) {
      if (error === undefined) subscriber.complete();
      else subscriber.error(error);
    },
  };
}

function resultsFor<T>(subscriber: Subscriber<Result<T>>): StreamSink<T> {
  return {
    next(value, taken) {
      subscriber.next(Result.success(value));
      taken();
    },
    fail(error, taken) {
      subscriber.next(Result.failure(error));
      taken();
    },
    complete({ error }) {
      if (error !== undefined) subscriber.next(Result.failure(error));
      subscriber.complete();
    },
  };
}

function eventsFor<T>(subscriber: Subscriber<DataStreamEvent<T>>, token: CancellationToken): StreamSink<T> {
  const cancel = (): void => {
    token.cancel();
  };
  const stream = (result: Result<T>, taken: () => void): void => {
    subscriber.next({ kind: 'stream', result, token, cancel });
    taken();
  };
  return {
    next(value, taken) {
      stream(Result.success(value), taken);
    },
    fail(error, taken) {
      stream(Result.failure(error), taken);
    },
    complete(completion) {
      subscriber.next({ kind: 'complete', completion, token, cancel });
      subscriber.complete();
    },
  };
}

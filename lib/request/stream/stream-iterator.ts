import type { SessionError } from '../../errors/session-error.js';
import { StreamFailure } from '../../serializers/data-stream-serializer.js';
import type { StreamBatch, StreamSink, StreamSource } from './stream-source.js';

/**
 * Passes the values of a stream to `for await`. Listens from the first `next()` on; a value counts as taken when the
 * next one is asked for. Ends with the stream. Throws its failure, unless `passesOver` returns true for it.
 */
export class StreamIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: StreamSource<T>;
  readonly #passesOver: (error: SessionError) => boolean;
  readonly #pulls: Pull<T>[] = [];
  #offers: Offer<T>[] = [];
  #taken: (() => void) | undefined;
  #batch: StreamBatch<T> | undefined;
  /** Entries of the batch that were taken. */
  #index = 0;
  #leave: (() => void) | undefined;
  #end: { readonly error: SessionError | undefined } | undefined;

  constructor(source: StreamSource<T>, passesOver: (error: SessionError) => boolean = () => false) {
    this.#source = source;
    this.#passesOver = passesOver;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const result = this.#pulls.length === 0 ? this.#takeFromBatch() : undefined;
    if (result !== undefined) return Promise.resolve(result);
    return new Promise((resolve, reject) => {
      this.#pulls.push({ resolve, reject });
      if (this.#end === undefined) this.#leave ??= this.#source.listen(this.#sink);
      this.#taken?.();
      this.#taken = undefined;
      this.#serve();
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#offers = [];
    this.#batch = undefined;
    this.#finish(undefined);
    return Promise.resolve(DONE);
  }

  readonly #sink: StreamSink<T> = {
    next: (value, taken) => {
      this.#offers.push({ value, taken });
      this.#serve();
    },
    fail: (error) => {
      this.#finish(error);
    },
    takeBatch: (batch) => {
      this.#batch = batch;
      this.#index = 0;
      this.#serve();
    },
    complete: ({ error }) => {
      this.#finish(error === undefined || this.#passesOver(error) ? undefined : error);
    },
  };

  #serve(): void {
    for (let pull = this.#pulls[0]; pull !== undefined; pull = this.#pulls[0]) {
      const offer = this.#offers.shift();
      const result = offer === undefined ? this.#takeFromBatch() : undefined;
      // the end of a batch may have led to the next one, which has served this pull
      if (this.#pulls[0] !== pull) continue;
      if (offer === undefined && result === undefined && this.#end === undefined) return;
      this.#pulls.shift();
      if (offer !== undefined) this.#give(pull, offer);
      else if (result !== undefined) pull.resolve(result);
      else this.#conclude(pull);
    }
  }

  /** Returns the next value of the batch, or finishes the batch if it has none. */
  #takeFromBatch(): IteratorResult<T, undefined> | undefined {
    const batch = this.#batch;
    if (batch === undefined) return undefined;
    const { entries, isOver } = batch;
    const entry = entries[this.#index];
    if (this.#index < entries.length && !isOver && !(entry instanceof StreamFailure)) {
      this.#index += 1;
      return { done: false, value: entry as T };
    }
    this.#batch = undefined;
    if (isOver) return undefined;
    if (entry instanceof StreamFailure) this.#finish(entry.error);
    else batch.finish();
    return undefined;
  }

  #give(pull: Pull<T>, { value, taken }: Offer<T>): void {
    pull.resolve({ done: false, value });
    if (this.#pulls.length > 0) taken();
    else this.#taken = taken;
  }

  /** Throws a failure once. */
  #conclude(pull: Pull<T>): void {
    const error = this.#end?.error;
    this.#end = { error: undefined };
    if (error === undefined) pull.resolve(DONE);
    else pull.reject(error);
  }

  #finish(error: SessionError | undefined): void {
    this.#end ??= { error };
    this.#leave?.();
    this.#serve();
  }
}

const DONE = Object.freeze({ done: true, value: undefined });

interface Pull<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: SessionError): void;
}

interface Offer<T> {
  readonly value: T;
  readonly taken: () => void;
}

import type { SessionError } from '../../errors/session-error.js';
import type { StreamSink, StreamSource } from './stream-source.js';

/**
 * Hands the values of a stream to `for await`, from its first turn on: one counts as taken when the next is asked
 * for. Ends with the stream; a failure is thrown, unless it is one to pass over.
 */
export class StreamIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: StreamSource<T>;
  readonly #passesOver: (error: SessionError) => boolean;
  readonly #pulls: Pull<T>[] = [];
  #offers: Offer<T>[] = [];
  #taken: (() => void) | undefined;
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
    this.#finish(undefined);
    return Promise.resolve(DONE);
  }

  readonly #sink: StreamSink<T> = {
    next: (result, taken) => {
      if (result.kind === 'failure') this.#finish(result.error);
      else this.#offers.push({ value: result.value, taken });
      this.#serve();
    },
    complete: ({ error }) => {
      this.#finish(error === undefined || this.#passesOver(error) ? undefined : error);
    },
  };

  #serve(): void {
    for (let pull = this.#pulls[0]; pull !== undefined; pull = this.#pulls[0]) {
      const offer = this.#offers.shift();
      if (offer === undefined && this.#end === undefined) return;
      this.#pulls.shift();
      if (offer === undefined) this.#conclude(pull);
      else this.#give(pull, offer);
    }
  }

  #give(pull: Pull<T>, { value, taken }: Offer<T>): void {
    pull.resolve({ done: false, value });
    if (this.#pulls.length > 0) taken();
    else this.#taken = taken;
  }

  /** A failure is thrown once. */
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

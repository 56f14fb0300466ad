import type { Result } from '../message/result.js';
import { ownFields } from '../message/option-bag.js';
import { onAbort } from './abort-signals.js';
import { RequestTask, type TaskControls } from './request-task.js';
import type { ResponseObservable } from './response-observable.js';

/** What the cancellation of the code that awaits means to the request. */
export interface TaskOptions {
  /** The signal of the code that awaits: heeded from the first promise that is read until the response is there. */
  signal?: AbortSignal | undefined;
  /** Whether the request is cancelled when `signal` aborts; yes unless given. */
  automaticallyCancelling?: boolean | undefined;
}

/**
 * A response for `await`. Each promise is made when it is first read, which starts the request: one that nobody
 * asked for never rejects.
 */
export abstract class ResponseTask<T, R extends { readonly result: Result<T> }> extends RequestTask {
  readonly #responses: ResponseObservable<T, R>;
  readonly #signal: AbortSignal | undefined;
  #response: Promise<R> | undefined;
  #result: Promise<Result<T>> | undefined;
  #value: Promise<T> | undefined;

  /** @internal */
  constructor(request: TaskControls, responses: ResponseObservable<T, R>, options?: TaskOptions) {
    super(request);
    this.#responses = responses;
    const { signal, automaticallyCancelling } = ownFields(options);
    this.#signal = automaticallyCancelling === false ? undefined : signal;
  }

  /** The whole response; never rejects. */
  get response(): Promise<R> {
    return (this.#response ??= new Promise((resolve) => {
      const ignoreSignal = this.#heedSignal();
      this.#responses.subscribe((response) => {
        ignoreSignal?.();
        resolve(response);
      });
    }));
  }

  /** The result; never rejects. */
  get result(): Promise<Result<T>> {
    return (this.#result ??= this.response.then(({ result }) => result));
  }

  /** The value; rejects with the `SessionError`. */
  get value(): Promise<T> {
    return (this.#value ??= this.result.then((result) => {
      if (result.kind === 'failure') throw result.error;
      return result.value;
    }));
  }

  /** What cannot be listened to is no permission to go on. */
  #heedSignal(): (() => void) | undefined {
    const signal = this.#signal;
    const cancel = (): void => {
      if (signal === undefined || this.request.abortBy === undefined) this.cancel();
      else this.request.abortBy(signal);
    };
    try {
      if (signal?.aborted === false) return onAbort(signal, cancel);
      if (signal !== undefined) cancel();
    } catch {
      cancel();
    }
    return undefined;
  }
}

import { map, Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import type { RunInContext } from '../contracts/context.js';
import type { DataResponse } from '../message/data-response.js';
import type { Result } from '../message/result.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { PendingResponse } from '../pipeline/serialize/pending-response.js';
import type { ResponseSerializer } from '../pipeline/serialize/response-serializer.js';

/** Where responses come from: what a request promises those who listen to it. */
export interface ResponseSource {
  /** Serializes for `pending` in its turn and delivers to it; gives back what ends the interest. */
  attend(pending: PendingResponse): () => void;
  /** Hands over later what is there already. */
  deliverLater(delivery: () => void): () => void;
  captureContext(): RunInContext;
}

/** How a {@link ResponseObservable} makes and delivers its response. */
export interface ResponseDescription<T> {
  readonly serializer: ResponseSerializer<T>;
  /** Whether a failure of the serializer may lead to another attempt. */
  readonly isRetryable: boolean;
  /** Where the response is delivered; the rootQueue unless given. */
  readonly queue: SchedulerLike | undefined;
}

/**
 * The response of a request, serialized in one way: emits exactly one `DataResponse` and completes. It never
 * errors: a failure is in `response.result`, see {@link value} for the other way.
 *
 * The first subscription starts the request, where requests start by themselves. All subscribers share one
 * serialization; one that comes after the end is given the same response, never within its own `subscribe`
 * call. When the last subscriber of a request leaves before the end, the request is cancelled.
 */
export class ResponseObservable<T> extends Observable<DataResponse<T>> {
  readonly #pending: PendingResponse;
  readonly #request: ResponseSource;
  readonly #queue: SchedulerLike | undefined;
  readonly #listeners = new Set<Listener<T>>();
  #stopAttending: (() => void) | undefined;
  #response: DataResponse<T> | undefined;

  /** @internal */
  constructor(request: ResponseSource, { serializer, isRetryable, queue }: ResponseDescription<T>) {
    super((subscriber) => this.#listen(subscriber));
    this.#pending = {
      serializer,
      isRetryable,
      deliver: (response) => {
        this.#deliver(response as DataResponse<T>);
      },
    };
    this.#request = request;
    this.#queue = queue;
  }

  /** The value alone: emits it and completes, or errors with the {@link SessionError}. */
  value(): Observable<T> {
    return this.pipe(map(({ result }) => valueOf(result)));
  }

  /** The result alone: emits it and completes; never errors. */
  result(): Observable<Result<T>> {
    return this.pipe(map(({ result }) => result));
  }

  #deliver(response: DataResponse<T>): void {
    this.#response = response;
    this.#stopAttending = undefined;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) {
      reportingFailure(() => {
        this.#handOver(listener, response);
      });
    }
  }

  #listen(subscriber: Subscriber<DataResponse<T>>): () => void {
    const listener: Listener<T> = { subscriber, runInContext: this.#request.captureContext() };
    const response = this.#response;
    if (response !== undefined) {
      return this.#request.deliverLater(() => {
        this.#handOver(listener, response);
      });
    }
    this.#listeners.add(listener);
    this.#stopAttending ??= this.#request.attend(this.#pending);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#leave();
    };
  }

  #leave(): void {
    const stop = this.#stopAttending;
    this.#stopAttending = undefined;
    stop?.();
  }

  #handOver({ subscriber, runInContext }: Listener<T>, response: DataResponse<T>): void {
    const deliver = (): void => {
      runInContext(() => {
        subscriber.next(response);
        subscriber.complete();
      });
    };
    if (this.#queue === undefined) deliver();
    else subscriber.add(this.#queue.schedule(deliver));
  }
}

interface Listener<T> {
  readonly subscriber: Subscriber<DataResponse<T>>;
  readonly runInContext: RunInContext;
}

function valueOf<T>(result: Result<T>): T {
  if (result.kind === 'failure') throw result.error;
  return result.value;
}

import { map, Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import type { Answer } from '../contracts/answer.js';
import type { RunInContext } from '../contracts/context.js';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { Result } from '../message/result.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { ParsedResponse, PendingResponse } from '../pipeline/serialize/pending-response.js';

/** Where responses come from: what a request promises those who listen to it. */
export interface ResponseSource {
  /** Serializes for `pending` in its turn and delivers to it; gives back what ends the interest. */
  attend(pending: PendingResponse): () => void;
  /** Hands over later what is there already. */
  deliverLater(delivery: () => void): () => void;
  /** What has come of the request, with the result of one serialization. */
  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse;
  captureContext(): RunInContext;
}

/** How a {@link ResponseObservable} makes and delivers its response. */
export interface ResponseDescription<T> {
  /** Makes the value of what the request has received; `error` is what it failed with so far. */
  serialize(error: SessionError | undefined): Answer<T>;
  /** Whether a failure of the serializer may lead to another attempt. */
  readonly isRetryable: boolean;
  /** Where the response is delivered; the rootQueue unless given. */
  readonly queue: SchedulerLike | undefined;
}

/**
 * The response of a request, serialized in one way: emits exactly one response and completes. It never errors: a
 * failure is in `response.result`, see {@link value} for the other way.
 *
 * The first subscription starts the request, where requests start by themselves. All subscribers share one
 * serialization; one that comes after the end is given the same response, never within its own `subscribe`
 * call. When the last subscriber of a request leaves before the end, the request is cancelled.
 */
export class ResponseObservable<
  T,
  R extends { readonly result: Result<T> } = DataResponse<T>,
> extends Observable<R> {
  readonly #request: ResponseSource;
  readonly #description: ResponseDescription<T>;
  readonly #listeners = new Set<Listener<R>>();
  #stopAttending: (() => void) | undefined;
  #response: R | undefined;

  /** @internal */
  constructor(request: ResponseSource, description: ResponseDescription<T>) {
    super((subscriber) => this.#listen(subscriber));
    this.#request = request;
    this.#description = description;
  }

  /** The value alone: emits it and completes, or errors with the {@link SessionError}. */
  value(): Observable<T> {
    return this.pipe(map(({ result }) => valueOf(result)));
  }

  /** The result alone: emits it and completes; never errors. */
  result(): Observable<Result<T>> {
    return this.pipe(map(({ result }) => result));
  }

  /** @internal */
  get isRetryable(): boolean {
    return this.#description.isRetryable;
  }

  /** @internal */
  serialize(error: SessionError | undefined): Answer<T> {
    return this.#description.serialize(error);
  }

  /** @internal */
  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse {
    return this.#request.respond(result, serializationDuration);
  }

  /** @internal */
  deliver(parsed: ParsedResponse): void {
    const response = parsed as unknown as R;
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

  #listen(subscriber: Subscriber<R>): () => void {
    const listener: Listener<R> = { subscriber, runInContext: this.#request.captureContext() };
    const response = this.#response;
    if (response !== undefined) {
      return this.#request.deliverLater(() => {
        this.#handOver(listener, response);
      });
    }
    this.#listeners.add(listener);
    this.#stopAttending ??= this.#request.attend(this);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#leave();
    };
  }

  #leave(): void {
    const stop = this.#stopAttending;
    this.#stopAttending = undefined;
    stop?.();
  }

  #handOver({ subscriber, runInContext }: Listener<R>, response: R): void {
    const deliver = (): void => {
      runInContext(() => {
        subscriber.next(response);
        subscriber.complete();
      });
    };
    const { queue } = this.#description;
    if (queue === undefined) deliver();
    else subscriber.add(queue.schedule(deliver));
  }
}

interface Listener<R> {
  readonly subscriber: Subscriber<R>;
  readonly runInContext: RunInContext;
}

function valueOf<T>(result: Result<T>): T {
  if (result.kind === 'failure') throw result.error;
  return result.value;
}

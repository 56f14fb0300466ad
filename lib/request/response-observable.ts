import {
  map,
  Observable,
  type SchedulerLike,
  type Subscriber,
  type TeardownLogic,
  type Unsubscribable,
} from 'rxjs';
import type { Answer } from '../answers/answer.js';
import type { RunInContext } from '../answers/context.js';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { Result } from '../message/result.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { runOn } from '../scheduling/run-on.js';
import type { ParsedResponse, PendingResponse } from '../exchange/pending-response.js';

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
  /** The only one, most of the time. */
  #first: Listener<R> | undefined;
  #others: Set<Listener<R>> | undefined;
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
    const [first, others] = [this.#first, this.#others];
    this.#first = this.#others = undefined;
    first?.hear(response);
    others?.forEach((listener) => {
      listener.hear(response);
    });
  }

  /** @internal */
  didLeave(listener: Listener<R>): void {
    if (this.#first === listener) this.#first = undefined;
    else if (this.#others?.delete(listener) !== true) return;
    if (this.#first === undefined && (this.#others?.size ?? 0) === 0) this.#leave();
  }

  #listen(subscriber: Subscriber<R>): TeardownLogic {
    const { queue } = this.#description;
    const listener = new Listener(this, subscriber, queue, this.#request.captureContext());
    const response = this.#response;
    if (response !== undefined) {
      return this.#request.deliverLater(() => {
        listener.hear(response);
      });
    }
    if (this.#first === undefined && this.#others === undefined) this.#first = listener;
    else (this.#others ??= new Set()).add(listener);
    this.#stopAttending ??= this.#request.attend(this);
    return listener;
  }

  #leave(): void {
    const stop = this.#stopAttending;
    this.#stopAttending = undefined;
    stop?.();
  }
}

/** One who listens, and where: their teardown as well. */
class Listener<R> implements Unsubscribable {
  constructor(
    private readonly responses: { didLeave(listener: Listener<R>): void },
    private readonly subscriber: Subscriber<R>,
    private readonly queue: SchedulerLike | undefined,
    private readonly runInContext: RunInContext,
  ) {}

  /** On the listener's queue; what is thrown there is reported, and harms nobody else. */
  hear(response: R): void {
    const deliver = (): void => {
      this.#deliver(response);
    };
    reportingFailure(() => {
      if (this.queue === undefined) deliver();
      else this.subscriber.add(runOn(this.queue, deliver));
    });
  }

  unsubscribe(): void {
    this.responses.didLeave(this);
  }

  #deliver(response: R): void {
    const { subscriber } = this;
    this.runInContext(() => {
      subscriber.next(response);
      subscriber.complete();
    });
  }
}

function valueOf<T>(result: Result<T>): T {
  if (result.kind === 'failure') throw result.error;
  return result.value;
}

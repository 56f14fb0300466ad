import type { OperatorFunction } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import type { URLRequest } from '../message/url-request.js';
import { answerThrough } from './answer-through.js';
import { refusedResponse } from './retry-rules.js';

/**
 * Decision of a retrier (Alamofire's `RetryResult`). Each kind has `retryRequired`, `delay` and `error`, so that they can
 * be read without narrowing.
 */
export type RetryResult = RetryImmediately | RetryWithDelay | DoNotRetry | DoNotRetryWithError;

/** Sends the request again at once. */
export interface RetryImmediately {
  readonly kind: 'retry';
  readonly retryRequired: true;
  readonly delay?: undefined;
  readonly error?: undefined;
}

/** Sends the request again after so many milliseconds of the session's rootQueue. */
export interface RetryWithDelay {
  readonly kind: 'retryWithDelay';
  readonly retryRequired: true;
  readonly delay: number;
  readonly error?: undefined;
}

/** Leaves the failure as it is, and asks the next retrier. */
export interface DoNotRetry {
  readonly kind: 'doNotRetry';
  readonly retryRequired: false;
  readonly delay?: undefined;
  readonly error?: undefined;
}

/** Fails as `requestRetryFailed` with this error as `cause`. No further retrier is asked. */
export interface DoNotRetryWithError {
  readonly kind: 'doNotRetryWithError';
  readonly retryRequired: false;
  readonly delay?: undefined;
  readonly error: unknown;
}

const retry: RetryImmediately = /* @__PURE__ */ Object.freeze({ kind: 'retry', retryRequired: true });
const doNotRetry: DoNotRetry = /* @__PURE__ */ Object.freeze({ kind: 'doNotRetry', retryRequired: false });

/** Creates {@link RetryResult}s. */
export const RetryResult = /* @__PURE__ */ Object.freeze({
  retry,
  retryWithDelay: (delay: number): RetryWithDelay => ({ kind: 'retryWithDelay', retryRequired: true, delay }),
  doNotRetry,
  doNotRetryWithError: (error: unknown): DoNotRetryWithError => ({
    kind: 'doNotRetryWithError',
    retryRequired: false,
    error,
  }),
});

/**
 * Decides whether a failed request is sent again (Alamofire's `RequestRetrier`).
 *
 * Called once for each failure: of an attempt, and of a response serializer. A retrier that throws, rejects or
 * errors ends the request as `requestRetryFailed`, as `RetryResult.doNotRetryWithError` does.
 */
export interface RequestRetrier {
  retry(request: RequestInfo, session: SessionInfo, error: SessionError): Answer<RetryResult>;
}

/** A {@link RequestRetrier} that is also an adapter which changes nothing: usable as a whole interceptor. */
export interface Retrier extends RequestRetrier {
  adapt(request: URLRequest): URLRequest;
}

/** Failure that the operators of {@link Retrier} receive. */
export interface RequestFailure {
  readonly error: SessionError;
  readonly request: RequestInfo;
  readonly session: SessionInfo;
  /** Number of retries before this failure: 0 at the first one. */
  readonly retryCount: number;
  /** Response that was refused; undefined if the attempt received none. */
  readonly response: HTTPURLResponse | undefined;
}

/**
 * A retrier made of a function (Alamofire's `Retrier`). As an adapter it passes the request on unchanged.
 *
 * @example
 * const once = Retrier((request) =>
 *   request.retryCount === 0 ? RetryResult.retryWithDelay(200) : RetryResult.doNotRetry);
 * session.request(url, { interceptor: once });
 */
export const Retrier = /* @__PURE__ */ Object.assign(makeRetrier, {
  /**
   * A retrier made of an RxJS operator, as the notifier of RxJS's `retry({ delay })` is; `pipe` composes several. For
   * each failure the operator is applied and subscribed to once, with a source that emits the failure and completes.
   * Operators that count, such as `scan`, begin anew: `retryCount` is the count over all failures of a request.
   *
   * - The first value decides, and ends the subscription. Completing without a value does not retry.
   * - An error ends the request as `requestRetryFailed` with that error as `cause`.
   * - Cancelling the request unsubscribes; no retry follows.
   *
   * @example
   * const threeTimes = Retrier.operator((failures) =>
   *   failures.pipe(
   *     filter(({ retryCount }) => retryCount < 3),
   *     delay(200),
   *     map(() => RetryResult.retry),
   *   ),
   * );
   */
  operator: (operator: OperatorFunction<RequestFailure, RetryResult>): Retrier =>
    makeRetrier((request, session, error) => {
      const { retryCount } = request;
      const failure = { error, request, session, retryCount, response: refusedResponse(request, error) };
      return answerThrough<RequestFailure, RetryResult>(operator, failure, RetryResult.doNotRetry);
    }),
});

function makeRetrier(retry: RequestRetrier['retry']): Retrier {
  return {
    adapt: (request) => request,
    retry: (request, session, error) => retry(request, session, error),
  };
}

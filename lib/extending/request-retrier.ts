import type { Answer } from '../answers/answer.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import type { RetryResult } from './retry-result.js';
import type { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';

export { RetryResult } from './retry-result.js';

/**
 * Decides whether a failed request is sent again (Alamofire's `RequestRetrier`).
 *
 * Asked once for each failure: of an attempt, and of a response serializer. What it throws, rejects with or
 * errors with ends the request as `requestRetryFailed`, as `RetryResult.doNotRetryWithError` does.
 */
export interface RequestRetrier {
  retry(request: RequestInfo, session: SessionInfo, error: SessionError): Answer<RetryResult>;
}

/** A {@link RequestRetrier} that is also an adapter which changes nothing: usable as a whole interceptor. */
export interface Retrier extends RequestRetrier {
  adapt(request: URLRequest): URLRequest;
}

/**
 * A retrier made of a function (Alamofire's `Retrier`). As an adapter it passes the request on unchanged.
 *
 * @example
 * const once = Retrier((request) =>
 *   request.retryCount === 0 ? RetryResult.retryWithDelay(200) : RetryResult.doNotRetry);
 * session.request(url, { interceptor: once });
 */
export function Retrier(retry: RequestRetrier['retry']): Retrier {
  return {
    adapt: (request) => request,
    retry: (request, session, error) => retry(request, session, error),
  };
}

import type { Answer } from '../answers/answer.js';
import type { SessionInfo } from '../message/request-info.js';
import { RetryResult } from './retry-result.js';
import type { URLRequest } from '../message/url-request.js';

/** For whom a request is adapted (Alamofire's `RequestAdapterState`). */
export interface RequestAdapterState {
  /** The `id` of the request. */
  readonly requestID: string;
  readonly session: SessionInfo;
}

/**
 * Changes a URLRequest before it is sent: signs it, adds a token, points it elsewhere (Alamofire's
 * `RequestAdapter`).
 *
 * Asked anew for each attempt, and the answer is what is sent. What it throws, rejects with or errors with
 * ends the attempt as `requestAdaptationFailed` with that error as `cause`, and the retriers are asked.
 */
export interface RequestAdapter {
  adapt(request: URLRequest, state: RequestAdapterState): Answer<URLRequest>;
}

/** A {@link RequestAdapter} that is also a retrier which never retries: usable as a whole interceptor. */
export interface Adapter extends RequestAdapter {
  retry(): RetryResult;
}

/**
 * An adapter made of a function (Alamofire's `Adapter`). As a retrier it answers `doNotRetry`.
 *
 * @example
 * const traced = Adapter((request, { requestID }) =>
 *   request.with({ headers: request.headers.set('X-Request-ID', requestID) }));
 * new Session({ interceptor: traced });
 */
export function Adapter(adapt: RequestAdapter['adapt']): Adapter {
  return {
    adapt: (request, state) => adapt(request, state),
    retry: () => RetryResult.doNotRetry,
  };
}

import type { Observable } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import type { RequestContext, SessionInfo } from '../message/request-info.js';
import type { URLRequest } from '../message/url-request.js';
import { answerThrough } from './answer-through.js';
import { RetryResult } from './request-retrier.js';

/** Identity of the request that is adapted, and its session (Alamofire's `RequestAdapterState`). */
export interface RequestAdapterState {
  /** The `id` of the request. */
  readonly requestID: string;
  /** Values that the request was given as `context`; an empty object unless given. */
  readonly context: RequestContext;
  readonly session: SessionInfo;
}

/**
 * Changes a URLRequest before it is sent: signs it, adds a token, points it elsewhere (Alamofire's
 * `RequestAdapter`).
 *
 * Called anew for each attempt; its answer is sent. An adapter that throws, rejects or errors ends the attempt as
 * `requestAdaptationFailed` with that error as `cause`, and the retriers are asked.
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
export const Adapter = /* @__PURE__ */ Object.assign(makeAdapter, {
  /**
   * An adapter made of an RxJS operator; `pipe` composes several. For each attempt the operator is applied and
   * subscribed to once, with a source that emits the URLRequest and completes.
   *
   * - The first value is sent, and ends the subscription. Completing without a value leaves the URLRequest unchanged.
   * - An error ends the attempt as `requestAdaptationFailed` with that error as `cause`; the retriers are asked.
   * - Cancelling the request unsubscribes.
   *
   * @example
   * const signed = Adapter.operator(
   *   pipe(
   *     delayWhen(() => signedIn$),
   *     map((request) => request.with({ headers: request.headers.set('X-Key', key) })),
   *   ),
   * );
   */
  operator: (
    operator: (requests: Observable<URLRequest>, state: RequestAdapterState) => Observable<URLRequest>,
  ): Adapter =>
    makeAdapter((request, state) =>
      answerThrough((requests: Observable<URLRequest>) => operator(requests, state), request, request),
    ),
});

function makeAdapter(adapt: RequestAdapter['adapt']): Adapter {
  return {
    adapt: (request, state) => adapt(request, state),
    retry: () => RetryResult.doNotRetry,
  };
}

import type { Answer } from '../answers/answer.js';
import { foldAnswers } from '../answers/fold-answers.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './retry-result.js';
import type { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapter, RequestAdapterState } from './request-adapter.js';
import type { RequestRetrier } from './request-retrier.js';

/** An adapter and a retrier in one (Alamofire's `RequestInterceptor`). */
export interface RequestInterceptor extends RequestAdapter, RequestRetrier {}

/** What an {@link Interceptor} is made of. */
export interface InterceptorInit {
  adapters?: Iterable<RequestAdapter> | undefined;
  retriers?: Iterable<RequestRetrier> | undefined;
  /** Each is an adapter after the `adapters` and a retrier after the `retriers`. */
  interceptors?: Iterable<RequestInterceptor> | undefined;
}

/**
 * Several adapters and retriers as one interceptor (Alamofire's `Interceptor`).
 *
 * Adapters run in order, each on the output of the one before; the first failure ends it, as it is. Retriers
 * are asked in order; the first that does not say `doNotRetry` decides, and those after it are not asked.
 * The answer is given at once when every one that is asked answers at once.
 *
 * @example
 * const interceptor = new Interceptor({ adapters: [Adapter(sign)], interceptors: [new RetryPolicy()] });
 * new Session({ interceptor });
 */
export class Interceptor implements RequestInterceptor {
  readonly adapters: readonly RequestAdapter[];
  readonly retriers: readonly RequestRetrier[];

  constructor({ adapters = [], retriers = [], interceptors = [] }: InterceptorInit = {}) {
    const both = [...interceptors];
    this.adapters = Object.freeze([...adapters, ...both]);
    this.retriers = Object.freeze([...retriers, ...both]);
  }

  adapt(request: URLRequest, state: RequestAdapterState): Answer<URLRequest> {
    return foldAnswers({
      steps: this.adapters,
      initial: request,
      ask: (adapter, adapted) => adapter.adapt(adapted, state),
    });
  }

  retry(request: RequestInfo, session: SessionInfo, error: SessionError): Answer<RetryResult> {
    return foldAnswers<RequestRetrier, RetryResult>({
      steps: this.retriers,
      initial: RetryResult.doNotRetry,
      ask: (retrier) => retrier.retry(request, session, error),
      isFinal: (result) => result.kind !== 'doNotRetry',
    });
  }
}

import type { Answer } from '../answers/answer.js';
import { foldAnswers } from '../answers/fold-answers.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './request-retrier.js';
import type { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapter, RequestAdapterState } from './request-adapter.js';
import type { RequestRetrier } from './request-retrier.js';

/**
 * An adapter and a retrier in one (Alamofire's `RequestInterceptor`). Either half may be missing: without `adapt` the
 * URLRequest stays unchanged, without `retry` nothing is retried. An object that has neither fails each request as
 * `requestAdaptationFailed`.
 */
export interface RequestInterceptor {
  adapt?: RequestAdapter['adapt'] | undefined;
  retry?: RequestRetrier['retry'] | undefined;
}

/** Parts of an {@link Interceptor}. */
export interface InterceptorInit {
  adapters?: Iterable<RequestAdapter> | undefined;
  retriers?: Iterable<RequestRetrier> | undefined;
  /** Each adapts after the `adapters` and is asked after the `retriers`, as far as it has these halves. */
  interceptors?: Iterable<RequestInterceptor> | undefined;
}

/**
 * Several adapters and retriers as one interceptor (Alamofire's `Interceptor`).
 *
 * Adapters run in order, each on the output of the one before. The first failure ends adapting, and is passed on
 * unchanged. Retriers are asked in order, until one does not answer `doNotRetry`: its answer decides. Answers are
 * synchronous as long as those of the parts are.
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
    this.adapters = Object.freeze([
      ...adapters,
      ...both.map(adapterAmong).filter((adapter) => adapter !== undefined),
    ]);
    this.retriers = Object.freeze([...retriers, ...both.filter(isRetrier)]);
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

/**
 * Composes the adapters among interceptors, in order; undefined if there are none. A value that is no interceptor
 * counts as an adapter that throws.
 */
export function adapterOf(interceptors: readonly RequestInterceptor[]): RequestAdapter | undefined {
  const adapters = interceptors.map(adapterAmong).filter((adapter) => adapter !== undefined);
  return adapters.length > 1 ? new Interceptor({ adapters }) : adapters[0];
}

/** Composes the retriers among interceptors, in order; undefined if there are none. */
export function retrierOf(interceptors: readonly RequestInterceptor[]): RequestRetrier | undefined {
  const retriers = interceptors.filter(isRetrier);
  return retriers.length > 1 ? new Interceptor({ retriers }) : retriers[0];
}

const NO_INTERCEPTOR: RequestAdapter = {
  adapt: () => {
    throw new TypeError('An interceptor is an object with the methods adapt, retry or both.');
  },
};

function adapterAmong(interceptor: RequestInterceptor): RequestAdapter | undefined {
  if (!isInterceptor(interceptor)) return NO_INTERCEPTOR;
  return isAdapter(interceptor) ? interceptor : undefined;
}

function isInterceptor(value: unknown): boolean {
  const canHaveMethods = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return canHaveMethods && ('adapt' in value || 'retry' in value);
}

function isAdapter(interceptor: RequestInterceptor): interceptor is RequestAdapter {
  return interceptor.adapt !== undefined;
}

function isRetrier(interceptor: RequestInterceptor): interceptor is RequestRetrier {
  return isInterceptor(interceptor) && interceptor.retry !== undefined;
}

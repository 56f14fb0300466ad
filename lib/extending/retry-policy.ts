import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './request-retrier.js';
import {
  transientErrorCodes,
  transientStatusCodes,
  type NetworkErrorCode,
} from '../errors/network-error-code.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from './interceptor.js';
import { backoffDelay, retryAfterDelay } from './retry-delay.js';
import { retryReason, type RetryReason } from './retry-rules.js';

/** Options of a {@link RetryPolicy}. */
export interface RetryPolicyOptions {
  /** Number of retries of a request. Default: 2. */
  retryLimit?: number | undefined;
  /** Factor by which each delay is longer than the one before. Default: 2. */
  exponentialBackoffBase?: number | undefined;
  /** Milliseconds before the first retry. Default: 500. */
  exponentialBackoffScale?: number | undefined;
  /** Methods that may be sent again once something was sent. Default: DELETE, GET, HEAD, OPTIONS, PUT, TRACE. */
  retryableHTTPMethods?: Iterable<HTTPMethod> | undefined;
  /** Status codes that are retried. Default: 408, 500, 502, 503, 504. */
  retryableHTTPStatusCodes?: Iterable<number> | undefined;
  /** Codes of `sessionTaskFailed` that are retried. Default: those of failures that may pass. */
  retryableErrorCodes?: Iterable<NetworkErrorCode> | undefined;
  /** `full`: a random part of each delay, so that clients do not return at the same moment. Default: `none`. */
  jitter?: 'none' | 'full' | undefined;
  /** Waits at least as long as `Retry-After` asks. Default: false. */
  respectRetryAfter?: boolean | undefined;
  /**
   * Longest `Retry-After` that is waited for, in milliseconds; `maximumDelay` if that is shorter. Default: 120 000. A
   * longer one ends the request at once, as `requestRetryFailed` with a {@link RetryAfterError} as `cause`.
   */
  maximumRetryAfter?: number | undefined;
  /** Longest delay in milliseconds. Default: 2 147 483 647, the longest of a timer. */
  maximumDelay?: number | undefined;
  /** Source of numbers from 0 to less than 1 for the jitter. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

/** `Retry-After` of a server that asks to wait longer than a {@link RetryPolicy} allows. */
export class RetryAfterError extends Error {
  /** `retryAfter` and `maximum` in milliseconds. */
  constructor(
    readonly retryAfter: number,
    readonly maximum: number,
  ) {
    super(
      `The server asks to retry after ${retryAfter / 1000} s, more than the maximum of ${maximum / 1000} s.`,
    );
  }

  override get name(): string {
    return 'RetryAfterError';
  }
}

/**
 * Retries failures that may pass, after exponentially growing delays (Alamofire's `RetryPolicy`).
 *
 * Retries if the status code or the network code of the failure is retryable, and the request may be sent again: its
 * method is one of `retryableHTTPMethods`, or it has an `Idempotency-Key` header, or nothing of it was sent. Answers
 * any other failure, cancellations included, with `doNotRetry`.
 *
 * @example
 * new Session({ interceptor: new RetryPolicy({ retryLimit: 3, jitter: 'full', respectRetryAfter: true }) });
 */
export class RetryPolicy implements RequestInterceptor {
  static readonly defaultRetryableHTTPMethods: ReadonlySet<HTTPMethod> = new Set<HTTPMethod>([
    'DELETE',
    'GET',
    'HEAD',
    'OPTIONS',
    'PUT',
    'TRACE',
  ]);

  static readonly defaultRetryableHTTPStatusCodes: ReadonlySet<number> = transientStatusCodes;

  static readonly defaultRetryableErrorCodes: ReadonlySet<NetworkErrorCode> = transientErrorCodes;

  readonly retryLimit: number;
  readonly exponentialBackoffBase: number;
  readonly exponentialBackoffScale: number;
  readonly retryableHTTPMethods: ReadonlySet<HTTPMethod>;
  readonly retryableHTTPStatusCodes: ReadonlySet<number>;
  readonly retryableErrorCodes: ReadonlySet<NetworkErrorCode>;
  readonly jitter: 'none' | 'full';
  readonly respectRetryAfter: boolean;
  readonly maximumRetryAfter: number;
  readonly maximumDelay: number;
  readonly #random: () => number;

  constructor(options: RetryPolicyOptions = {}) {
    this.retryLimit = options.retryLimit ?? 2;
    this.exponentialBackoffBase = options.exponentialBackoffBase ?? 2;
    this.exponentialBackoffScale = options.exponentialBackoffScale ?? 500;
    this.retryableHTTPMethods = setOf(options.retryableHTTPMethods, RetryPolicy.defaultRetryableHTTPMethods);
    this.retryableHTTPStatusCodes = setOf(
      options.retryableHTTPStatusCodes,
      RetryPolicy.defaultRetryableHTTPStatusCodes,
    );
    this.retryableErrorCodes = setOf(options.retryableErrorCodes, RetryPolicy.defaultRetryableErrorCodes);
    this.jitter = options.jitter ?? 'none';
    this.respectRetryAfter = options.respectRetryAfter ?? false;
    this.maximumRetryAfter = options.maximumRetryAfter ?? 120_000;
    this.maximumDelay = options.maximumDelay ?? LONGEST_TIMER;
    this.#random = options.random ?? Math.random;
  }

  /** Returns the request unchanged. */
  adapt(request: URLRequest): URLRequest {
    return request;
  }

  retry(request: RequestInfo, session: SessionInfo, error: SessionError): RetryResult {
    if (!(request.retryCount < this.retryLimit)) return RetryResult.doNotRetry;
    const reason = retryReason(request, error, {
      methods: this.retryableHTTPMethods,
      statusCodes: this.retryableHTTPStatusCodes,
      errorCodes: this.retryableErrorCodes,
    });
    if (reason.kind === 'none') return RetryResult.doNotRetry;
    const retryAfter = this.#retryAfter(reason, session);
    const maximum = Math.min(this.maximumRetryAfter, this.maximumDelay);
    return retryAfter > maximum
      ? RetryResult.doNotRetryWithError(new RetryAfterError(retryAfter, maximum))
      : RetryResult.retryWithDelay(Math.max(this.#backoff(request.retryCount), retryAfter));
  }

  #backoff(retryCount: number): number {
    const { exponentialBackoffBase: base, exponentialBackoffScale: scale, jitter, maximumDelay } = this;
    return backoffDelay(retryCount, { base, scale, jitter, maximumDelay }, this.#random);
  }

  #retryAfter(reason: RetryReason, session: SessionInfo): number {
    if (!this.respectRetryAfter || reason.kind !== 'statusCode') return 0;
    return retryAfterDelay(reason.response.headers, session.rootQueue.now()) ?? 0;
  }
}

/** Options of a {@link ConnectionLostRetryPolicy}: those of a policy, without the choice of failures. */
export type ConnectionLostRetryPolicyOptions = Omit<
  RetryPolicyOptions,
  'retryableHTTPStatusCodes' | 'retryableErrorCodes' | 'respectRetryAfter' | 'maximumRetryAfter'
>;

/**
 * Retries requests whose connection was lost, and no others (Alamofire's `ConnectionLostRetryPolicy`).
 *
 * @example
 * new Session({ interceptor: new ConnectionLostRetryPolicy() });
 */
export class ConnectionLostRetryPolicy extends RetryPolicy {
  constructor(options: ConnectionLostRetryPolicyOptions = {}) {
    super({ ...options, retryableHTTPStatusCodes: [], retryableErrorCodes: ['networkConnectionLost'] });
  }
}

const LONGEST_TIMER = 2 ** 31 - 1;

function setOf<T>(given: Iterable<T> | undefined, usual: ReadonlySet<T>): ReadonlySet<T> {
  return new Set(given ?? usual);
}

import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './retry-result.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import { backoffDelay, cappedDelay } from './backoff-delay.js';
import type { RequestInterceptor } from './interceptor.js';
import { retryAfterDelay } from './retry-after.js';
import { retryReason, type RetryReason } from './retry-rules.js';

/** What a {@link RetryPolicy} is made of; what is left out has its default. */
export interface RetryPolicyOptions {
  /** How often a request is retried; 2 unless given. */
  retryLimit?: number | undefined;
  /** By what each delay is longer than the one before; 2 unless given. */
  exponentialBackoffBase?: number | undefined;
  /** Milliseconds before the first retry; 500 unless given. */
  exponentialBackoffScale?: number | undefined;
  /** Methods that are retried whatever has left of the request; DELETE, GET, HEAD, OPTIONS, PUT, TRACE unless given. */
  retryableHTTPMethods?: Iterable<HTTPMethod> | undefined;
  /** Status codes that are retried; 408, 500, 502, 503, 504 unless given. */
  retryableHTTPStatusCodes?: Iterable<number> | undefined;
  /** Codes of `sessionTaskFailed` that are retried; those that may be gone the next time unless given. */
  retryableErrorCodes?: Iterable<NetworkErrorCode> | undefined;
  /** `full`: a random part of each delay, so that many clients do not come back at once. `none` unless given. */
  jitter?: 'none' | 'full' | undefined;
  /** Whether to wait at least as long as `Retry-After` asks, up to `maximumDelay`. No unless given. */
  respectRetryAfter?: boolean | undefined;
  /** Milliseconds no delay exceeds; 2 147 483 647 unless given, the longest that timers measure. */
  maximumDelay?: number | undefined;
  /** Numbers from 0 to less than 1 for the jitter; `Math.random` unless given. */
  random?: (() => number) | undefined;
}

/**
 * Retries what may well succeed the next time, after exponentially growing delays (Alamofire's `RetryPolicy`).
 *
 * A failure is retried when its status code or its network code is retryable, and the request may be sent
 * again: its method is one of `retryableHTTPMethods`, or it has an `Idempotency-Key` header, or nothing of it
 * had left. Anything else, a cancellation included, is answered with `doNotRetry`. Never fails itself.
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

  static readonly defaultRetryableHTTPStatusCodes: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

  static readonly defaultRetryableErrorCodes: ReadonlySet<NetworkErrorCode> = new Set<NetworkErrorCode>([
    'backgroundSessionInUseByAnotherProcess',
    'backgroundSessionWasDisconnected',
    'badServerResponse',
    'callIsActive',
    'cannotConnectToHost',
    'cannotFindHost',
    'cannotLoadFromNetwork',
    'dataNotAllowed',
    'dnsLookupFailed',
    'downloadDecodingFailedMidStream',
    'downloadDecodingFailedToComplete',
    'internationalRoamingOff',
    'networkConnectionLost',
    'notConnectedToInternet',
    'secureConnectionFailed',
    'serverCertificateHasBadDate',
    'serverCertificateNotYetValid',
    'timedOut',
  ]);

  readonly retryLimit: number;
  readonly exponentialBackoffBase: number;
  readonly exponentialBackoffScale: number;
  readonly retryableHTTPMethods: ReadonlySet<HTTPMethod>;
  readonly retryableHTTPStatusCodes: ReadonlySet<number>;
  readonly retryableErrorCodes: ReadonlySet<NetworkErrorCode>;
  readonly jitter: 'none' | 'full';
  readonly respectRetryAfter: boolean;
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
    this.maximumDelay = options.maximumDelay ?? LONGEST_TIMER;
    this.#random = options.random ?? Math.random;
  }

  /** The request, unchanged. */
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
    return RetryResult.retryWithDelay(
      Math.max(this.#backoff(request.retryCount), this.#askedDelay(reason, session)),
    );
  }

  #backoff(retryCount: number): number {
    const { exponentialBackoffBase: base, exponentialBackoffScale: scale, jitter, maximumDelay } = this;
    return backoffDelay(retryCount, { base, scale, jitter, maximumDelay }, this.#random);
  }

  #askedDelay(reason: RetryReason, session: SessionInfo): number {
    if (!this.respectRetryAfter || reason.kind !== 'statusCode') return 0;
    return cappedDelay(
      retryAfterDelay(reason.response.headers, session.rootQueue.now()) ?? 0,
      this.maximumDelay,
    );
  }
}

const LONGEST_TIMER = 2 ** 31 - 1;

function setOf<T>(given: Iterable<T> | undefined, usual: ReadonlySet<T>): ReadonlySet<T> {
  return new Set(given ?? usual);
}

import { defaultIfEmpty, filter, map, type Observable, race, ReplaySubject, share, take, timer } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import { expectNotNegative } from './expect-not-negative.js';
import type { Reachability } from './reachability.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './request-retrier.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from './interceptor.js';
import { RetryPolicy } from './retry-policy.js';
import { mayBeSentAgain, networkCodeOf } from './retry-rules.js';

/** Options of an {@link OfflineRetrier}. */
export interface OfflineRetrierOptions {
  /** Listened to while a request waits, once for all of them. */
  reachability: Reachability;
  /** Milliseconds that a request waits for the network in all; 5 000 unless given. */
  maximumWait?: number | undefined;
  /** Returns true for a failure that means there is no network. Default: for the code `notConnectedToInternet`. */
  isOfflineError?: ((error: SessionError) => boolean) | undefined;
  /** Methods that are retried whatever has left of the request; those of a {@link RetryPolicy} unless given. */
  retryableHTTPMethods?: Iterable<HTTPMethod> | undefined;
}

/**
 * Retries requests that failed without a network as soon as there is one (Alamofire's `OfflineRetrier`).
 *
 * If the network is reachable the retry is immediate; should that fail too, further retries follow a second apart. A
 * request keeps its failure once it has waited for `maximumWait` milliseconds of the rootQueue, over consecutive
 * failures. So does a request that may not be sent again: something of it was sent, its method is none of
 * `retryableHTTPMethods`, and it has no `Idempotency-Key`. Cancelling stops the wait. An error of the reachability
 * ends the request as `requestRetryFailed`.
 *
 * In Node a missing network often shows as `cannotFindHost` first, since names cannot be looked up without one:
 * `isOfflineError` can include it. A `maximumWait` that is NaN or negative throws a `RangeError`.
 *
 * @example
 * const reachability = new NetworkReachabilityManager(); // of rxsession/browser or rxsession/node
 * new Session({ interceptor: new OfflineRetrier({ reachability, maximumWait: 30_000 }) });
 */
export class OfflineRetrier implements RequestInterceptor {
  /** Milliseconds. */
  static readonly defaultWait = 5000;
  static readonly defaultOfflineErrorCodes: ReadonlySet<NetworkErrorCode> = new Set<NetworkErrorCode>([
    'notConnectedToInternet',
  ]);

  readonly maximumWait: number;
  readonly retryableHTTPMethods: ReadonlySet<HTTPMethod>;
  readonly #isOfflineError: (error: SessionError) => boolean;
  readonly #reachable: Observable<boolean>;
  /** Milliseconds that requests have waited since they last failed for another reason. */
  readonly #waited = new WeakMap<RequestInfo, number>();

  constructor(options: OfflineRetrierOptions) {
    const {
      reachability,
      maximumWait = OfflineRetrier.defaultWait,
      isOfflineError,
      retryableHTTPMethods,
    } = options;
    expectNotNegative('maximumWait', maximumWait);
    this.maximumWait = maximumWait;
    this.retryableHTTPMethods = new Set(retryableHTTPMethods ?? RetryPolicy.defaultRetryableHTTPMethods);
    this.#isOfflineError = isOfflineError ?? isDefaultOfflineError;
    this.#reachable = reachability.isReachable.pipe(share({ connector: () => new ReplaySubject(1) }));
  }

  /** The request, unchanged. */
  adapt(request: URLRequest): URLRequest {
    return request;
  }

  retry(request: RequestInfo, session: SessionInfo, error: SessionError): Answer<RetryResult> {
    if (!this.#isOfflineError(error)) {
      this.#waited.delete(request);
      return RetryResult.doNotRetry;
    }
    const waited = this.#waited.get(request);
    const isWorthWaiting = waited === undefined || waited < this.maximumWait;
    if (!isWorthWaiting || !mayBeSentAgain(request, error, this.retryableHTTPMethods))
      return RetryResult.doNotRetry;
    return this.#whenReachable(request, session, waited);
  }

  #whenReachable(
    request: RequestInfo,
    { rootQueue }: SessionInfo,
    waited: number | undefined,
  ): Observable<RetryResult> {
    const start = rootQueue.now();
    const rest = this.maximumWait - (waited ?? 0);
    const reachable = this.#reachable.pipe(
      filter(Boolean),
      take(1),
      map(() => {
        const pause = waited === undefined ? 0 : Math.min(PAUSE, rest);
        this.#waited.set(request, (waited ?? 0) + rootQueue.now() - start + pause);
        return pause > 0 ? RetryResult.retryWithDelay(pause) : RetryResult.retry;
      }),
      defaultIfEmpty(RetryResult.doNotRetry),
    );
    const timeout = timer(rest, rootQueue).pipe(
      map(() => {
        this.#waited.set(request, this.maximumWait);
        return RetryResult.doNotRetry;
      }),
    );
    return race(reachable, timeout);
  }
}

/** Milliseconds between retries while the network is said to be there, and is not. */
const PAUSE = 1000;

function isDefaultOfflineError(error: SessionError): boolean {
  const code = networkCodeOf(error);
  return code !== undefined && OfflineRetrier.defaultOfflineErrorCodes.has(code);
}

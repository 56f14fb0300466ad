import { map, type Observable, of, switchMap, throwError } from 'rxjs';
import { isDeferred, type Answer } from '../answers/answer.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './request-retrier.js';
import { currentContext, isWorkOf } from '../answers/async-context.js';
import type { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapterState } from './request-adapter.js';
import {
  AuthenticationError,
  RefreshHistory,
  type AuthenticationCredential,
  type Authenticator,
  type RefreshWindow,
} from './authenticator.js';
import { CredentialRefresh, type RefreshOutcome } from './credential-refresh.js';
import { expectNotNegative } from './expect-not-negative.js';
import type { RequestInterceptor } from './interceptor.js';
import { refusedResponse } from './retry-rules.js';

/** Options of an {@link AuthenticationInterceptor}. */
export interface AuthenticationInterceptorOptions<Credential extends AuthenticationCredential> {
  authenticator: Authenticator<Credential>;
  /** Default: none, so that requests fail with `missingCredential` until it is set. */
  credential?: Credential | undefined;
  /** Default: 5 refreshes in 30 000 ms. `false` allows any number, endless ones included. */
  refreshWindow?: RefreshWindow | false | undefined;
  /**
   * Longest time of a refresh, in milliseconds of the rootQueue. Default: 120 000; `Infinity` waits without an end. A
   * negative number throws a `RangeError`.
   */
  refreshTimeout?: number | undefined;
}

type RefreshState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'refreshing'; readonly refresh: CredentialRefresh }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Authenticates every attempt of a request with a credential, and refreshes the credential if it has expired or was
 * refused: once for all requests (Alamofire's `AuthenticationInterceptor`).
 *
 * - A credential that `requiresRefresh` is refreshed before it is used. Requests wait in order and receive the new
 *   one. If the refresh fails, they fail as `requestAdaptationFailed` with its error as `cause`.
 * - A refused request is sent again after a refresh, or at once if it bore an older credential. If the refresh fails,
 *   the request and all others with that credential fail as `requestRetryFailed`, until a new request is made.
 *   Requests made during the refresh are not held back, unless the credential has expired too.
 * - Setting `credential` ends a refresh in progress: its answer is unsubscribed from, and waiting requests continue
 *   with the credential that was set.
 * - A cancelled request stops waiting; the refresh continues, since its token may be used up.
 * - Without a credential, with more refreshes than the `refreshWindow` allows, or when a refresh takes longer than
 *   `refreshTimeout`, the requests fail likewise with an {@link AuthenticationError} as `cause`. Both are measured on
 *   the session's rootQueue.
 *
 * Refusals are noticed where responses are validated. Several sessions may share one interceptor.
 *
 * @example
 * const interceptor = new AuthenticationInterceptor({ authenticator, credential });
 * const session = new Session({ interceptor });
 * session.get<User>('https://api.example.com/me').subscribe(show);
 */
export class AuthenticationInterceptor<
  Credential extends AuthenticationCredential,
> implements RequestInterceptor {
  readonly authenticator: Authenticator<Credential>;
  readonly #history: RefreshHistory;
  readonly #refreshTimeout: number;
  #credential: Credential | undefined;
  #state: RefreshState = IDLE;

  constructor(options: AuthenticationInterceptorOptions<Credential>) {
    const { authenticator, credential, refreshWindow, refreshTimeout = 120_000 } = options;
    expectNotNegative('refreshTimeout', refreshTimeout);
    this.authenticator = authenticator;
    this.#credential = credential;
    this.#history = new RefreshHistory(refreshWindow);
    this.#refreshTimeout = refreshTimeout;
  }

  /** Credential of requests from now on. With undefined they fail with `missingCredential`. */
  get credential(): Credential | undefined {
    return this.#credential;
  }

  set credential(credential: Credential | undefined) {
    this.#credential = credential;
    this.#changeTo(IDLE, { kind: 'credentialChanged' });
  }

  adapt(request: URLRequest, state: RequestAdapterState): Answer<URLRequest> {
    if (this.#isRefreshRequest(request)) return request;
    const credential = this.#credential;
    if (credential === undefined) throw new AuthenticationError('missingCredential');
    if (this.#state.kind === 'refreshing' && this.#isHeldBack(this.#state.refresh, credential)) {
      return this.#adaptAfter(this.#state.refresh, request, state);
    }
    if (this.#state.kind === 'failed') this.#state = IDLE;
    if (this.#state.kind === 'idle' && credential.requiresRefresh) {
      return this.#adaptAfter(this.#refresh(credential, 'expired', state.session), request, state);
    }
    return this.authenticator.apply(credential, request);
  }

  retry(request: RequestInfo, session: SessionInfo, error: SessionError): Answer<RetryResult> {
    const urlRequest = request.request;
    if (urlRequest === undefined || this.#isRefreshRequest(urlRequest)) return RetryResult.doNotRetry;
    const response = refusedResponse(request, error);
    const { authenticator } = this;
    if (
      response === undefined ||
      !authenticator.didRequestFailDueToAuthenticationError(urlRequest, response, error)
    ) {
      return RetryResult.doNotRetry;
    }
    const credential = this.#credential;
    if (credential === undefined) {
      return RetryResult.doNotRetryWithError(new AuthenticationError('missingCredential'));
    }
    return authenticator.isRequestAuthenticatedWith(urlRequest, credential)
      ? this.#retryRefused(credential, session)
      : RetryResult.retry;
  }

  #isRefreshRequest(request: URLRequest): boolean {
    return isWorkOf(this) || this.authenticator.isRefreshRequest?.(request) === true;
  }

  /** A credential that was refused to others may still be accepted, unless it has expired too. */
  #isHeldBack({ reason }: CredentialRefresh, credential: Credential): boolean {
    return reason === 'expired' || credential.requiresRefresh;
  }

  /** Adapts again after a refresh, since the credential may have been removed or have expired meanwhile. */
  #adaptAfter(
    refresh: CredentialRefresh,
    request: URLRequest,
    state: RequestAdapterState,
  ): Observable<URLRequest> {
    const runInContext = currentContext();
    return refresh.outcomeFor(state.session).pipe(
      switchMap((outcome) => {
        if (outcome.kind === 'failed') return throwError(() => outcome.error);
        const answer = runInContext(() => this.adapt(request, state));
        return isDeferred(answer) ? answer : of(answer);
      }),
    );
  }

  #retryRefused(credential: Credential, session: SessionInfo): Answer<RetryResult> {
    if (credential !== this.#credential) return RetryResult.retry;
    switch (this.#state.kind) {
      case 'failed':
        return RetryResult.doNotRetryWithError(this.#state.error);
      case 'refreshing':
        return retryAfter(this.#state.refresh, session);
      case 'idle':
        return retryAfter(this.#refresh(credential, 'refused', session), session);
    }
  }

  #refresh(
    credential: Credential,
    reason: CredentialRefresh['reason'],
    session: SessionInfo,
  ): CredentialRefresh {
    const refresh = new CredentialRefresh(reason, session, this.#refreshTimeout);
    this.#state = { kind: 'refreshing', refresh };
    const failed = (error: unknown): void => {
      this.#changeTo({ kind: 'failed', error }, { kind: 'failed', error });
    };
    if (!this.#history.admit(session.rootQueue.now())) {
      failed(new AuthenticationError('excessiveRefresh'));
      return refresh;
    }
    refresh.start(this, () => this.authenticator.refresh(credential, session), {
      refreshed: (refreshed) => {
        this.credential = refreshed;
      },
      failed,
    });
    return refresh;
  }

  /** Changes the state, and ends the refresh in progress. */
  #changeTo(state: RefreshState, outcome: RefreshOutcome): void {
    const before = this.#state;
    this.#state = state;
    if (before.kind === 'refreshing') before.refresh.end(outcome);
  }
}

const IDLE: RefreshState = { kind: 'idle' };

function retryAfter(refresh: CredentialRefresh, session: SessionInfo): Observable<RetryResult> {
  return refresh
    .outcomeFor(session)
    .pipe(
      map((outcome) =>
        outcome.kind === 'failed' ? RetryResult.doNotRetryWithError(outcome.error) : RetryResult.retry,
      ),
    );
}

import { map, type Observable, of, switchMap, throwError } from 'rxjs';
import { isDeferred, type Answer } from '../answers/answer.js';
import type { RequestInfo, SessionInfo } from '../message/request-info.js';
import { RetryResult } from './retry-result.js';
import { currentContext, isWorkOf } from '../answers/async-context.js';
import type { SessionError } from '../errors/session-error.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapterState } from './request-adapter.js';
import { AuthenticationError } from './authentication-error.js';
import type { AuthenticationCredential, Authenticator } from './authenticator.js';
import { CredentialRefresh, type RefreshOutcome } from './credential-refresh.js';
import type { RequestInterceptor } from './interceptor.js';
import { RefreshHistory, type RefreshWindow } from './refresh-window.js';
import { refusedResponse } from './retry-rules.js';

/** What an {@link AuthenticationInterceptor} is made of. */
export interface AuthenticationInterceptorOptions<Credential extends AuthenticationCredential> {
  authenticator: Authenticator<Credential>;
  /** None until it is set, unless given: requests fail with `missingCredential`. */
  credential?: Credential | undefined;
  /** 5 refreshes in 30 000 ms unless given; any number with `false`, which may go on for ever. Negative ones throw. */
  refreshWindow?: RefreshWindow | false | undefined;
}

type RefreshState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'refreshing'; readonly refresh: CredentialRefresh }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * Authenticates every attempt of a request with a credential, and refreshes the credential when it requires that
 * or was refused: once for all requests (Alamofire's `AuthenticationInterceptor`).
 *
 * - A credential that `requiresRefresh` is refreshed before it is used. Requests wait for that, in their order,
 *   and then get the new one; if it fails, so do they, with `requestAdaptationFailed` and its error as `cause`.
 * - A request that was refused is sent again: after a refresh, or at once when it bore an older credential. If
 *   the refresh fails it fails with `requestRetryFailed`; so do the others that were refused the same
 *   credential, until a new request comes. Requests made meanwhile are not held back, unless the credential has expired as well.
 * - A new `credential` ends a refresh that is running: its answer is unsubscribed from and counts no more, and who
 *   waits goes on with the new one.
 * - A request that is cancelled stops waiting; the refresh goes on, since its token may be used up.
 * - More refreshes than the `refreshWindow` allows, on the clock of the session's rootQueue, or no credential
 *   fail the request likewise, with an {@link AuthenticationError} as `cause`.
 *
 * A refusal is seen where the response is validated. Several sessions may share one interceptor.
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
  #credential: Credential | undefined;
  #state: RefreshState = IDLE;

  constructor({ authenticator, credential, refreshWindow }: AuthenticationInterceptorOptions<Credential>) {
    this.authenticator = authenticator;
    this.#credential = credential;
    this.#history = new RefreshHistory(refreshWindow);
  }

  /** What requests are authenticated with from now on; undefined lets them fail with `missingCredential`. */
  get credential(): Credential | undefined {
    return this.#credential;
  }

  set credential(credential: Credential | undefined) {
    this.#credential = credential;
    this.#enter(IDLE, { kind: 'credentialChanged' });
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

  /** Requests with a credential that was refused to others may be luckier; not once it has expired as well. */
  #isHeldBack({ reason }: CredentialRefresh, credential: Credential): boolean {
    return reason === 'expired' || credential.requiresRefresh;
  }

  /** Adapts anew: the credential may have been taken away meanwhile, or the new one be no better. */
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
    const refresh = new CredentialRefresh(reason);
    this.#state = { kind: 'refreshing', refresh };
    const failed = (error: unknown): void => {
      this.#enter({ kind: 'failed', error }, { kind: 'failed', error });
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

  /** Ends the refresh that is running, if any. */
  #enter(state: RefreshState, outcome: RefreshOutcome): void {
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

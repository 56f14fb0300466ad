import type { Answer } from '../answers/answer.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { SessionInfo } from '../message/request-info.js';
import type { URLRequest } from '../message/url-request.js';
import { expectNotNegative } from './expect-not-negative.js';

/** A credential that can be renewed, such as a pair of OAuth tokens (Alamofire's `AuthenticationCredential`). */
export interface AuthenticationCredential {
  /** True if the credential must be refreshed before it is used again: it has expired, or soon will. */
  readonly requiresRefresh: boolean;
}

/**
 * Applies credentials to requests and renews them (Alamofire's `Authenticator`). An error that a method throws fails
 * the request it was called for.
 */
export interface Authenticator<Credential extends AuthenticationCredential> {
  /** Returns the request with the credential, for one attempt. */
  apply(credential: Credential, request: URLRequest): URLRequest;

  /**
   * Obtains a credential that replaces one that has expired or was refused. `session` is the session of the request
   * that first needed it.
   *
   * Requests made here, on any session, are sent without a credential and without waiting for the refresh. In Node
   * that includes all that follows, through callbacks and every `await`. In browsers it includes requests made before
   * the first `await` and those of the returned Observable; others need {@link Authenticator.isRefreshRequest}.
   */
  refresh(credential: Credential, session: SessionInfo): Answer<Credential>;

  /** True if the server refused the credential: a 401 with no other reason. */
  didRequestFailDueToAuthenticationError(
    request: URLRequest,
    response: HTTPURLResponse,
    error: SessionError,
  ): boolean;

  /** True if a request bears this credential. One that bears an older credential is sent again at once. */
  isRequestAuthenticatedWith(request: URLRequest, credential: Credential): boolean;

  /** True for a request that `refresh` makes and that is not recognised automatically. Default: false. */
  isRefreshRequest?(request: URLRequest): boolean;
}

/**
 * Reason why a request could not be authenticated (Alamofire's `AuthenticationError`): the `cause` of
 * `requestAdaptationFailed` before the request is sent, of `requestRetryFailed` after it was refused.
 *
 * - `missingCredential`: there is no credential.
 * - `excessiveRefresh`: there were more refreshes than the {@link RefreshWindow} allows.
 * - `refreshTimedOut`: the refresh had no result within `refreshTimeout`.
 */
export class AuthenticationError extends Error {
  readonly kind: 'missingCredential' | 'excessiveRefresh' | 'refreshTimedOut';

  constructor(kind: AuthenticationError['kind']) {
    super(MESSAGES[kind]);
    this.kind = kind;
  }

  override get name(): string {
    return 'AuthenticationError';
  }
}

const MESSAGES: Readonly<Record<AuthenticationError['kind'], string>> = {
  missingCredential: 'There is no credential to authenticate with.',
  excessiveRefresh: 'The credential was refreshed too often.',
  refreshTimedOut: 'The refresh of the credential timed out.',
};

/** Number of refreshes allowed in a time (Alamofire's `RefreshWindow`). Negative numbers throw a `RangeError`. */
export interface RefreshWindow {
  /** Length of the window in milliseconds. Default: 30 000. */
  readonly interval?: number | undefined;
  /** Refreshes allowed within the window. Default: 5. */
  readonly maximumAttempts?: number | undefined;
}

/** Times of the refreshes within a window. Allows every refresh if the window is `false`. */
export class RefreshHistory {
  readonly #interval: number;
  readonly #maximumAttempts: number;
  #times: readonly number[] = [];

  constructor(window: RefreshWindow | false = {}) {
    const { interval = 30_000, maximumAttempts = 5 } = window === false ? UNLIMITED : window;
    expectNotNegative('interval', interval);
    expectNotNegative('maximumAttempts', maximumAttempts);
    this.#interval = interval;
    this.#maximumAttempts = maximumAttempts;
  }

  /** Adds a refresh at `now`, in milliseconds. Returns false, and adds nothing, if the refresh is excessive. */
  admit(now: number): boolean {
    if (this.#maximumAttempts === Infinity) return true;
    const times = this.#times.filter((time) => time >= now - this.#interval);
    if (!(times.length < this.#maximumAttempts)) return false;
    this.#times = [...times, now];
    return true;
  }
}

const UNLIMITED: RefreshWindow = { interval: 0, maximumAttempts: Infinity };

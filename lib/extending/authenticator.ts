import type { Answer } from '../answers/answer.js';
import type { SessionInfo } from '../message/request-info.js';
import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';

/** What requests are authenticated with, such as a pair of OAuth tokens (Alamofire's `AuthenticationCredential`). */
export interface AuthenticationCredential {
  /** Whether it has to be refreshed before it is used again: it has expired, or soon will. */
  readonly requiresRefresh: boolean;
}

/**
 * Knows how requests are authenticated with a credential, and how it is renewed (Alamofire's `Authenticator`).
 * What it throws fails the request it was asked about.
 */
export interface Authenticator<Credential extends AuthenticationCredential> {
  /** The request with the credential, for one attempt. */
  apply(credential: Credential, request: URLRequest): URLRequest;

  /**
   * A new credential in the place of one that has expired or was refused. `session` is the one whose request
   * asked first. Requests made here, on any session, are sent as they are: without a credential, and without
   * waiting for the refresh they belong to. In Node that holds for all that follows from it, through callbacks and
   * every `await`. In browsers it holds for those made before the first `await`, and for those that follow in the
   * same Observable; for later ones there is {@link Authenticator.isRefreshRequest}.
   */
  refresh(credential: Credential, session: SessionInfo): Answer<Credential>;

  /** Whether the server has refused the credential: a 401 that is about nothing else. */
  didRequestFailDueToAuthenticationError(
    request: URLRequest,
    response: HTTPURLResponse,
    error: SessionError,
  ): boolean;

  /** Whether a request bears this credential, and not one from before it. If not it is sent again at once. */
  isRequestAuthenticatedWith(request: URLRequest, credential: Credential): boolean;

  /** Whether a request is one that `refresh` makes, where that is not seen by itself; none but those unless given. */
  isRefreshRequest?(request: URLRequest): boolean;
}

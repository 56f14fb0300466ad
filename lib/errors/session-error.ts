import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { BaseSessionError, hasBrand } from './base-session-error.js';
import { failureIn, isErrorSnapshot } from './error-snapshot.js';
import type { SessionErrorKind, SessionFailure } from './session-failure.js';

/** The {@link SessionError} of one kind of failure. */
export interface SessionErrorOf<Failure extends SessionFailure> extends BaseSessionError<
  URLRequest,
  HTTPURLResponse
> {
  readonly failure: Failure;
  readonly kind: Failure['kind'];
  readonly reason: Failure extends { reason: infer Reason } ? Reason : undefined;
  readonly code: Failure extends { code: infer Code } ? Code : undefined;
}

type ErrorsOf<Kind extends SessionErrorKind> = {
  [K in Kind]: SessionErrorOf<Extract<SessionFailure, { kind: K }>>;
};

/**
 * The one error type of the library (`AFError`): every failure that reaches a response, a value Observable or a
 * promise is a `SessionError`.
 *
 * `kind` names the case and narrows `reason` and `code`. `request`, `response`, `data`, `text()` and `json()` are what
 * the request left behind; they are not enumerable. `cause` is the original error; an axios error is kept without the
 * request it holds.
 *
 * Messages begin with the method and the URL, without userinfo and query. They never hold header values, credentials
 * or bodies.
 *
 * @example
 * session.get<User>(url).subscribe({
 *   error: (error: SessionError) => {
 *     if (error.kind === 'responseValidationFailed') show(error.response?.statusCode, error.json<Problem>());
 *   },
 * });
 */
export type SessionError = ErrorsOf<SessionErrorKind>[SessionErrorKind];

/** Makes a {@link SessionError} of a failure; `from` makes one of its JSON. */
export interface SessionErrorConstructor {
  new (failure: SessionFailure): SessionError;
  readonly prototype: SessionError;
  /**
   * The error that a snapshot was taken of, with its message, kind, code, reason, URL and status code. Takes an
   * `ErrorSnapshot`, its JSON text, or a `SessionError`; of anything else, a `sessionTaskFailed` with code `unknown`.
   */
  from(json: unknown): SessionError;
}

export const SessionError = /* @__PURE__ */ Object.assign(
  BaseSessionError as unknown as SessionErrorConstructor,
  { from: errorFrom },
);

function errorFrom(json: unknown): SessionError {
  const value = typeof json === 'string' ? parsed(json) : json;
  if (isSessionError(value)) return value;
  if (isErrorSnapshot(value)) return new BaseSessionError(failureIn(value), value) as SessionError;
  return asTaskFailure(new TypeError('SessionError.from takes the JSON of a SessionError.'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** True for a {@link SessionError}, of this copy of the package or of another. */
export function isSessionError(error: unknown): error is SessionError {
  return hasBrand(error);
}

/** True if the request was cancelled: by `cancel()`, an AbortSignal, or by unsubscribing. */
export function isCancelled(
  error: unknown,
): error is SessionError & { readonly kind: 'explicitlyCancelled' } {
  return isSessionError(error) && error.kind === 'explicitlyCancelled';
}

/** True if a time limit passed: `timeoutInterval`, the resource limit, connecting, or that of an `AbortSignal.timeout`. */
export function isTimeout(error: unknown): error is SessionError & { readonly code: 'timedOut' } {
  return isSessionError(error) && error.code === 'timedOut';
}

/** True if a response came and validation refused it. */
export function isValidationFailure(
  error: unknown,
): error is SessionError & { readonly kind: 'responseValidationFailed' } {
  return isSessionError(error) && error.kind === 'responseValidationFailed';
}

/** True if a response came and its body could not be serialized. */
export function isSerializationFailure(
  error: unknown,
): error is SessionError & { readonly kind: 'responseSerializationFailed' } {
  return isSessionError(error) && error.kind === 'responseSerializationFailed';
}

/** True if the exchange failed below HTTP; `code` says how. */
export function isNetworkFailure(
  error: unknown,
): error is SessionError & { readonly kind: 'sessionTaskFailed' } {
  return isSessionError(error) && error.kind === 'sessionTaskFailed';
}

/** Returns a {@link SessionError} as it is, and wraps any other error (`Error.asAFError(or:)`). */
export function asSessionError(error: unknown, wrap: (error: unknown) => SessionFailure): SessionError {
  return isSessionError(error) ? error : new SessionError(wrap(error));
}

/** Returns a {@link SessionError} as it is, and any other error as an unforeseen failure of the task. */
export function asTaskFailure(cause: unknown): SessionError {
  return asSessionError(cause, (error) => ({ kind: 'sessionTaskFailed', code: 'unknown', error }));
}

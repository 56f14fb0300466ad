import { describeFailure } from './describe-failure.js';
import type { FailureReason } from './failure-reason.js';
import type { NetworkErrorCode } from './network-error-code.js';
import { safeFailure } from './safe-failure.js';
import type { SessionErrorKind, SessionFailure } from './session-failure.js';

const BRAND = Symbol.for('rxsession.SessionError');

/**
 * The one error type of the library (`AFError`): every failure that reaches a response, a value
 * Observable or a promise is a `SessionError`.
 *
 * `kind` names the case, `reason` the nested reason where the case has one, `code` the normalised
 * network code of a `sessionTaskFailed`, and `cause` the original error; of an error of axios that is one
 * without the request it came from. Messages name hosts, status codes and keys; they never hold header
 * values, credentials or bodies.
 */
export class SessionError extends Error {
  /** The failure as plain data: switch over `failure.kind` for an exhaustive, narrowed match. */
  readonly failure: SessionFailure;

  constructor(failure: SessionFailure) {
    const kept = safeFailure(failure);
    super(describeFailure(kept), 'error' in kept ? { cause: kept.error } : causeOfReason(kept));
    this.failure = kept;
  }

  override get name(): string {
    return 'SessionError';
  }

  get kind(): SessionErrorKind {
    return this.failure.kind;
  }

  get reason(): FailureReason | undefined {
    return 'reason' in this.failure ? this.failure.reason : undefined;
  }

  /** The normalised network code; of `sessionTaskFailed` alone. */
  get code(): NetworkErrorCode | undefined {
    return this.failure.kind === 'sessionTaskFailed' ? this.failure.code : undefined;
  }

  /** The original error (`AFError.underlyingError`); the same object as `cause`. */
  get underlyingError(): unknown {
    return this.cause;
  }

  /** With what a download goes on where it was broken off: give it to `session.download({ resumingWith })`. */
  get downloadResumeData(): Uint8Array | undefined {
    return this.failure.kind === 'sessionTaskFailed' ? this.failure.downloadResumeData : undefined;
  }

  /** The URL of the file that could not be put in its place; of `downloadedFileMoveFailed` alone. */
  get sourceURL(): string | undefined {
    return this.failure.kind === 'downloadedFileMoveFailed' ? this.failure.source : undefined;
  }

  /** The URL of the place a file could not be put in; of `downloadedFileMoveFailed` alone. */
  get destinationURL(): string | undefined {
    return this.failure.kind === 'downloadedFileMoveFailed' ? this.failure.destination : undefined;
  }

  /** The text that was no URL, exactly as it was given; of `invalidURL` alone. */
  get urlConvertible(): string | undefined {
    return this.failure.kind === 'invalidURL' ? this.failure.url : undefined;
  }

  /** The URL a failure speaks of: the invalid one, or that of a file. */
  get url(): string | undefined {
    if (this.failure.kind === 'invalidURL') return this.failure.url;
    return field(this.reason, 'url');
  }

  /** The status code that validation refused. */
  get responseCode(): number | undefined {
    return field(this.reason, 'code');
  }

  /** The content type that validation refused. */
  get responseContentType(): string | undefined {
    return field(this.reason, 'responseContentType');
  }

  /** The content types that validation would have accepted. */
  get acceptableContentTypes(): readonly string[] | undefined {
    return field(this.reason, 'acceptableContentTypes');
  }

  /** The text encoding that could not read the body. */
  get failedStringEncoding(): string | undefined {
    return field(this.reason, 'encoding');
  }

  /** @internal Recognised across copies of the package, where `instanceof` is not. */
  get [BRAND](): true {
    return true;
  }
}

type Field<K extends string> =
  Extract<FailureReason, Record<K, unknown>> extends infer R
    ? R extends Record<K, infer V>
      ? V
      : never
    : never;

function field<K extends string>(reason: FailureReason | undefined, name: K): Field<K> | undefined {
  return (reason as Record<K, Field<K>> | undefined)?.[name];
}

function causeOfReason(failure: SessionFailure): ErrorOptions | undefined {
  return 'reason' in failure && 'error' in failure.reason ? { cause: failure.reason.error } : undefined;
}

/** Whether a value is a {@link SessionError}, of this copy of the package or of another. */
export function isSessionError(error: unknown): error is SessionError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Whether the request was cancelled: by `cancel()`, an AbortSignal, or by unsubscribing. */
export function isCancelled(error: unknown): error is SessionError {
  return isSessionError(error) && error.kind === 'explicitlyCancelled';
}

/** Whether a time limit passed: a silence longer than `timeoutInterval`, the resource limit, or connecting. */
export function isTimeout(error: unknown): error is SessionError {
  return isSessionError(error) && error.code === 'timedOut';
}

/** Whether the response was received and validation refused it. */
export function isValidationFailure(error: unknown): error is SessionError {
  return isSessionError(error) && error.kind === 'responseValidationFailed';
}

/** Whether the body was received and could not be serialized. */
export function isSerializationFailure(error: unknown): error is SessionError {
  return isSessionError(error) && error.kind === 'responseSerializationFailed';
}

/** Whether the exchange failed below HTTP: `code` says how. */
export function isNetworkFailure(error: unknown): error is SessionError {
  return isSessionError(error) && error.kind === 'sessionTaskFailed';
}

/**
 * The error itself when it is a {@link SessionError}, else the failure that `wrap` makes of it
 * (`Error.asAFError(or:)`).
 */
export function asSessionError(error: unknown, wrap: (error: unknown) => SessionFailure): SessionError {
  return isSessionError(error) ? error : new SessionError(wrap(error));
}

/** The error itself when it is a {@link SessionError}, else the failure of a task that nobody has foreseen. */
export function asTaskFailure(cause: unknown): SessionError {
  return asSessionError(cause, (error) => ({ kind: 'sessionTaskFailed', code: 'unknown', error }));
}

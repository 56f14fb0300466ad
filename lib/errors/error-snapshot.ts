import type { NetworkErrorCode } from './network-error-code.js';
import type { SessionErrorKind, SessionFailure } from './session-failure.js';

/** A `SessionError` as plain JSON, without secrets: what `toJSON()` gives and `SessionError.from` reads. */
export interface ErrorSnapshot {
  readonly name: 'SessionError';
  readonly kind: SessionErrorKind;
  readonly code?: NetworkErrorCode;
  /** `kind` of the nested reason. */
  readonly reason?: string;
  readonly message: string;
  /** URL of the request, without userinfo, query and fragment. */
  readonly url?: string;
  /** Status code of the response. */
  readonly responseCode?: number;
  /** True for failures that may pass, as in `RetryPolicy`'s defaults. */
  readonly retryable?: boolean;
}

/** True for an object of the form of an {@link ErrorSnapshot}. */
export function isErrorSnapshot(value: unknown): value is ErrorSnapshot {
  if (typeof value !== 'object' || value === null) return false;
  const { name, kind, message } = value as Readonly<Record<string, unknown>>;
  return name === 'SessionError' && typeof kind === 'string' && typeof message === 'string';
}

/** The failure of a snapshot, as far as the snapshot tells it. */
export function failureIn({ kind, code, reason, responseCode, url = '' }: ErrorSnapshot): SessionFailure {
  const fields: object = {
    kind,
    ...(code === undefined ? {} : { code }),
    ...(kind === 'invalidURL' ? { url } : {}),
    ...(reason === undefined ? {} : { reason: { kind: reason, ...statusOf(reason, responseCode) } }),
  };
  return fields as SessionFailure;
}

function statusOf(reason: string, code: number | undefined): object {
  return reason === 'unacceptableStatusCode' && code !== undefined ? { code } : {};
}

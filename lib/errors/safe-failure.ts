import { causeOfCaller } from './safe-cause.js';
import type { FailureReason } from './failure-reason.js';
import type { SessionFailure } from './session-failure.js';

/**
 * Makes a failure safe to keep and print. An axios error in it loses the request it holds. Text that is no URL, which may
 * hold a password, and resume data, which hold the URL, become non-enumerable.
 */
export function safeFailure(failure: SessionFailure): SessionFailure {
  if (failure.kind === 'invalidURL') return failure.url.includes('@') ? withHiddenURL(failure) : failure;
  if (failure.kind === 'sessionTaskFailed' && failure.downloadResumeData !== undefined) {
    const { downloadResumeData, ...shown } = failure;
    return Object.defineProperty(safeFailure(shown) as typeof failure, 'downloadResumeData', {
      value: downloadResumeData,
      enumerable: false,
    });
  }
  if (hasError(failure)) return withSafeError(failure);
  if (!hasReason(failure) || !hasError(failure.reason)) return failure;
  const reason: FailureReason = withSafeError(failure.reason);
  return reason === failure.reason ? failure : ({ ...failure, reason } as SessionFailure);
}

/** True for a failure or reason that wraps another error, as its own field. */
export function hasError<T extends object>(holder: T): holder is Extract<T, { readonly error?: unknown }> {
  return Object.hasOwn(holder, 'error');
}

export function hasReason(
  failure: SessionFailure,
): failure is Extract<SessionFailure, { readonly reason: FailureReason }> {
  return Object.hasOwn(failure, 'reason');
}

function withSafeError<T extends { readonly error?: unknown }>(holder: T): T {
  const error = causeOfCaller(holder.error);
  return error === holder.error ? holder : { ...holder, error };
}

function withHiddenURL({ kind, url }: Extract<SessionFailure, { kind: 'invalidURL' }>): SessionFailure {
  return Object.defineProperty({ kind, url }, 'url', { enumerable: false });
}

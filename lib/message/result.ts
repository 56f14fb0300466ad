import type { SessionError } from '../errors/session-error.js';

/** What came of an operation: a value, or the error that stands in its place (Swift's `Result`). */
export type Result<T, E = SessionError> = Success<T> | Failure<E>;

export interface Success<T> {
  readonly kind: 'success';
  readonly value: T;
}

export interface Failure<E> {
  readonly kind: 'failure';
  readonly error: E;
}

/** Makers of {@link Result}s. */
export const Result = /* @__PURE__ */ Object.freeze({
  success: <T>(value: T): Success<T> => ({ kind: 'success', value }),
  failure: <E>(error: E): Failure<E> => ({ kind: 'failure', error }),
});

import type { SessionError } from '../errors/session-error.js';

/** Outcome of an operation: a value or an error (Swift's `Result`). */
export type Result<T, E = SessionError> = Success<T> | Failure<E>;

/** Outcome with a value. */
export interface Success<T> {
  readonly kind: 'success';
  readonly value: T;
}

/** Outcome with an error. */
export interface Failure<E> {
  readonly kind: 'failure';
  readonly error: E;
}

/** Creates {@link Result}s. */
export const Result = /* @__PURE__ */ Object.freeze({
  success: <T>(value: T): Success<T> => ({ kind: 'success', value }),
  failure: <E>(error: E): Failure<E> => ({ kind: 'failure', error }),
});

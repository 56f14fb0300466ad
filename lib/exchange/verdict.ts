import type { SessionError } from '../errors/session-error.js';

/** What becomes of an exchange after an attempt or a serialization. */
export type Verdict = RetryVerdict | FinishVerdict;

/** Everything is done again, after so many milliseconds. */
export interface RetryVerdict {
  readonly kind: 'retry';
  readonly delay: number;
}

/** This is the outcome: the response, or the error. */
export interface FinishVerdict {
  readonly kind: 'finish';
  readonly error: SessionError | undefined;
}

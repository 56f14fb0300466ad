import { SessionError } from '../errors/session-error.js';

/** Longest text of a stream that is buffered until it is complete, in UTF-16 code units. Throws unless it is a length. */
export function longestText(given = 16_777_216): number {
  if (!(given >= 0)) throw new RangeError(`${String(given)} is no length.`);
  return given;
}

export function tooLong(maximum: number): SessionError {
  return new SessionError({
    kind: 'responseSerializationFailed',
    reason: { kind: 'maximumLengthExceeded', maximum },
  });
}

/** The values before a failure, then the failure. */
export function* failingAfter<T>(values: readonly T[], error: unknown): Generator<T> {
  yield* values;
  throw error;
}

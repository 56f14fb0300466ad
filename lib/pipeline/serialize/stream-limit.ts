import { SessionError } from '../../errors/session-error.js';

/** How much text of a stream is kept until it is complete, unless told otherwise; in UTF-16 code units. */
export const LONGEST_TEXT = 16_777_216;

export function tooLong(maximum: number): SessionError {
  return new SessionError({
    kind: 'responseSerializationFailed',
    reason: { kind: 'maximumLengthExceeded', maximum },
  });
}

import { SessionError } from '../errors/session-error.js';

/** How much text of a stream is kept until it is complete, in UTF-16 code units; throws for what is no length. */
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

import { asSessionError, type SessionError } from '../errors/session-error.js';

/** What an encoder of parameters has thrown, as `parameterEncoderFailed`; a `SessionError` stays what it is. */
export function encoderFailure(error: unknown): SessionError {
  return asSessionError(error, () => ({
    kind: 'parameterEncoderFailed',
    reason: { kind: 'encoderFailed', error },
  }));
}

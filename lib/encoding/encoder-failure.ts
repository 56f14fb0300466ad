import { asSessionError, type SessionError } from '../errors/session-error.js';

/** Wraps an encoder's exception as `parameterEncoderFailed`. A `SessionError` is returned unchanged. */
export function encoderFailure(error: unknown): SessionError {
  return asSessionError(error, () => ({
    kind: 'parameterEncoderFailed',
    reason: { kind: 'encoderFailed', error },
  }));
}

import { SessionError } from '../errors/session-error.js';

/** Creates a decoder. Throws `stringSerializationFailed` for an encoding that this platform does not know. */
export function textDecoderOf(encoding = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'stringSerializationFailed', encoding },
    });
  }
}

import { SessionError } from '../errors/session-error.js';
import { encodingName, textReader, type TextReader } from '../message/text-encoding.js';

/** Creates a decoder. Throws `stringSerializationFailed` for a label that the Encoding standard does not know. */
export function textDecoderOf(encoding = 'utf-8'): TextReader {
  if (encodingName(encoding) !== undefined) return textReader(encoding);
  throw new SessionError({
    kind: 'responseSerializationFailed',
    reason: { kind: 'stringSerializationFailed', encoding },
  });
}

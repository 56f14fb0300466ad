import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { DataStreamFormat, DataStreamParser, DataStreamSerializer } from './data-stream-serializer.js';

export interface StringStreamOptions {
  /** The text encoding, such as `utf-8`; the `charset` of the response unless given, and UTF-8 without one. */
  encoding?: string | undefined;
}

/**
 * The pieces of a body as text (Alamofire's `StringStreamSerializer`), without a byte-order mark. A character
 * whose bytes lie in two pieces comes with the second; a piece that completes none gives no text. Bytes that are
 * not of the encoding become U+FFFD.
 *
 * An encoding that this platform does not know fails as `responseSerializationFailed` with reason
 * `stringSerializationFailed`.
 */
export class StringStreamSerializer implements DataStreamSerializer<string>, DataStreamFormat<string> {
  readonly encoding: string | undefined;

  constructor({ encoding }: StringStreamOptions = {}) {
    this.encoding = encoding;
  }

  static string(options?: StringStreamOptions): StringStreamSerializer {
    return new StringStreamSerializer(options);
  }

  /** The text of a piece by itself. */
  serialize(data: Uint8Array): string {
    return textDecoderOf(this.encoding).decode(data);
  }

  makeParser(response?: HTTPURLResponse): StringStreamParser {
    return new StringStreamParser(textDecoderOf(this.encoding ?? response?.textEncodingName));
  }
}

/** The text of one body: whole characters only. */
export class StringStreamParser implements DataStreamParser<string> {
  readonly #decoder: Decoder;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  parse(data: Uint8Array): string[] {
    return unlessEmpty(this.#decoder.decode(data, { stream: true }));
  }

  finish(): string[] {
    return unlessEmpty(this.#decoder.decode());
  }
}

type Decoder = InstanceType<typeof TextDecoder>;

function textDecoderOf(encoding = 'utf-8'): Decoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'stringSerializationFailed', encoding },
    });
  }
}

function unlessEmpty(text: string): string[] {
  return text === '' ? [] : [text];
}

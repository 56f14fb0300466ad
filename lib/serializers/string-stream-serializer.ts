import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { DataStreamFormat, DataStreamParser, DataStreamSerializer } from './data-stream-serializer.js';
import { knownEncoding } from '../message/text-encoding.js';
import { loadedParser } from './loaded-parser.js';
import { textDecoderOf } from './text-decoder.js';

export interface StringStreamOptions {
  /** Text encoding, such as `utf-8`. Default: the `charset` of the response, else UTF-8. */
  encoding?: string | undefined;
}

/**
 * Chunks of a body as text (Alamofire's `StringStreamSerializer`), without a byte-order mark. A character that two
 * chunks share comes with the second; a chunk that completes no character gives no text. Invalid bytes become U+FFFD.
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

  /** Decodes one chunk by itself. */
  serialize(data: Uint8Array): string {
    return textDecoderOf(this.encoding).decode(data);
  }

  makeParser(response?: HTTPURLResponse): DataStreamParser<string> {
    const encoding = this.encoding ?? knownEncoding(response?.textEncodingName);
    return loadedParser(({ TextStreamParser }) => new TextStreamParser(encoding));
  }
}

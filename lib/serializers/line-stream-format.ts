import type { HTTPURLResponse } from '../message/http-url-response.js';
import { knownEncoding } from '../message/text-encoding.js';
import type { DataStreamFormat, DataStreamParser } from './data-stream-serializer.js';
import { loadedParser } from './loaded-parser.js';
import { longestText } from './stream-limit.js';
import type { StringStreamOptions } from './string-stream-serializer.js';

export interface LineStreamOptions extends StringStreamOptions {
  /** Longest line that is buffered, in UTF-16 code units. Default: 16 777 216. */
  maximumLineLength?: number | undefined;
}

/**
 * Lines of a body, without their ends: LF or CRLF. Text after the last end is a line too, unless it is empty. A line
 * longer than `maximumLineLength` fails as `responseSerializationFailed` with reason `maximumLengthExceeded`, and is
 * the last.
 */
export class LineStreamFormat implements DataStreamFormat<string> {
  readonly #encoding: string | undefined;
  readonly #maximumLength: number;

  constructor({ maximumLineLength, encoding }: LineStreamOptions = {}) {
    this.#encoding = encoding;
    this.#maximumLength = longestText(maximumLineLength);
  }

  static lines(options?: LineStreamOptions): LineStreamFormat {
    return new LineStreamFormat(options);
  }

  makeParser(response?: HTTPURLResponse): DataStreamParser<string> {
    const encoding = this.#encoding ?? knownEncoding(response?.textEncodingName);
    const maximumLength = this.#maximumLength;
    return loadedParser(({ LineParser }) => new LineParser(encoding, maximumLength));
  }
}

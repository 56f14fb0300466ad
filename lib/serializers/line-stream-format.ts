import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { DataStreamFormat, DataStreamParser } from './data-stream-serializer.js';
import { longestText, tooLong } from './stream-limit.js';
import {
  StringStreamSerializer,
  type StringStreamOptions,
  type StringStreamParser,
} from './string-stream-serializer.js';

export interface LineStreamOptions extends StringStreamOptions {
  /** The longest line that is taken in, in UTF-16 code units; 16 777 216 unless given. */
  maximumLineLength?: number | undefined;
}

/**
 * The lines of a body, without their ends: LF or CRLF. What follows the last of these is a line too, unless it is
 * empty. A line that grows longer than `maximumLineLength` fails as `responseSerializationFailed` with reason
 * `maximumLengthExceeded`, and ends the lines.
 */
export class LineStreamFormat implements DataStreamFormat<string> {
  readonly #text: StringStreamSerializer;
  readonly #maximumLength: number;

  constructor({ maximumLineLength, ...options }: LineStreamOptions = {}) {
    this.#text = new StringStreamSerializer(options);
    this.#maximumLength = longestText(maximumLineLength);
  }

  static lines(options?: LineStreamOptions): LineStreamFormat {
    return new LineStreamFormat(options);
  }

  makeParser(response?: HTTPURLResponse): DataStreamParser<string> {
    return new LineParser(this.#text.makeParser(response), this.#maximumLength);
  }
}

class LineParser implements DataStreamParser<string> {
  #begun = '';

  constructor(
    private readonly text: StringStreamParser,
    private readonly maximumLength: number,
  ) {}

  *parse(data: Uint8Array): Generator<string> {
    for (const text of this.text.parse(data)) yield* this.#linesOf(text);
  }

  *finish(): Generator<string> {
    for (const text of this.text.finish()) yield* this.#linesOf(text);
    if (this.#begun !== '') yield this.#begun;
  }

  *#linesOf(text: string): Generator<string> {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = this.#begun + text.slice(start, end);
      this.#begun = '';
      start = end + 1;
      this.#expectShort(line);
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
    this.#begun += text.slice(start);
    this.#expectShort(this.#begun);
  }

  /**
   * A carriage return at the end may belong to the end of the line. The text is looked at where that decides: to look
   * at what has grown by pieces copies all of it.
   */
  #expectShort(line: string): void {
    const excess = line.length - this.maximumLength;
    if (excess <= 0 || (excess <= 1 && line.endsWith('\r'))) return;
    throw tooLong(this.maximumLength);
  }
}

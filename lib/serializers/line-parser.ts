import type { DataStreamParser } from './data-stream-serializer.js';
import { failingAfter, tooLong } from './stream-limit.js';
import { TextStreamParser } from './text-stream-parser.js';

/** Splits the text of one body into lines. */
export class LineParser implements DataStreamParser<string> {
  readonly #text: TextStreamParser;
  readonly #maximumLength: number;
  /** Beginning of a line that no chunk has ended yet. */
  #begun = '';

  constructor(encoding: string | undefined, maximumLength: number) {
    this.#text = new TextStreamParser(encoding);
    this.#maximumLength = maximumLength;
  }

  parse(data: Uint8Array): Iterable<string> {
    const lines: string[] = [];
    return this.#read(this.#text.parse(data), lines) ? lines : this.#tooLong(lines);
  }

  finish(): Iterable<string> {
    const lines: string[] = [];
    if (!this.#read(this.#text.finish(), lines)) return this.#tooLong(lines);
    if (this.#begun !== '') lines.push(this.#begun);
    return lines;
  }

  /** Adds the lines that texts complete. Returns false if a line is too long. */
  #read(texts: readonly string[], lines: string[]): boolean {
    return texts.every((text) => this.#split(text, lines));
  }

  #split(text: string, lines: string[]): boolean {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const ended = text.slice(start, end);
      const line = start === 0 ? this.#begun + ended : ended;
      start = end + 1;
      if (!this.#isShort(line)) return false;
      lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    this.#begun = start === 0 ? this.#begun + text : text.slice(start);
    return this.#isShort(this.#begun);
  }

  /**
   * A carriage return at the end may belong to the end of the line. It is looked at only where it decides, since that
   * copies a line that has grown chunk by chunk.
   */
  #isShort(line: string): boolean {
    const excess = line.length - this.#maximumLength;
    return excess <= 0 || (excess <= 1 && line.endsWith('\r'));
  }

  #tooLong(lines: readonly string[]): Iterable<string> {
    return failingAfter(lines, tooLong(this.#maximumLength));
  }
}

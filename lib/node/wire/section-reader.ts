import { INCOMPLETE, MessageSyntaxError, readFieldLine, type FieldLines } from './field-lines.js';

const SMALLEST_KEPT = 1024;

/** Bytes of a section that is never too large. */
const ALWAYS_ALLOWED = 8 * 1024;

/**
 * Reads a head or a trailer section as its bytes come. An incomplete section is copied, so that the read buffer can
 * be used again.
 */
export class SectionReader {
  readonly #maximumSize: () => number;
  /** Offset of the next line within the section. */
  #next = -1;
  #kept: Buffer | undefined;
  #keptLength = 0;

  /** `maximumSize` gives the largest section in bytes; asked for once a section is larger than 8 KiB. */
  constructor(maximumSize: () => number) {
    this.#maximumSize = maximumSize;
  }

  /**
   * Reads on from `start`, into the `lines` of the section. Returns where the section ends once it is complete,
   * `INCOMPLETE` before.
   *
   * @throws MessageSyntaxError as soon as a byte shows that the section is malformed or too large.
   */
  read(lines: FieldLines, bytes: Buffer, start: number, end: number): number {
    if (this.#kept === undefined) {
      const size = this.#scan(lines, bytes, start, end);
      if (size >= 0) return start + size;
      this.#keep(bytes, start, end);
      return INCOMPLETE;
    }
    const before = this.#keptLength;
    const kept = this.#keep(bytes, start, end);
    const size = this.#scan(lines, kept, 0, this.#keptLength);
    return size < 0 ? INCOMPLETE : start + size - before;
  }

  /** The size of the section, or `INCOMPLETE`. */
  #scan(lines: FieldLines, bytes: Buffer, base: number, end: number): number {
    let at = this.#next < 0 ? lines.readFirstLine(bytes, base, end) : base + this.#next;
    while (at >= 0) {
      this.#next = at - base;
      const next = readFieldLine(bytes, at, end, lines, base);
      if (next === at) return this.#finish(lines, bytes, base, at);
      at = next;
    }
    this.#check(end - base);
    return INCOMPLETE;
  }

  #finish(lines: FieldLines, bytes: Buffer, base: number, at: number): number {
    const size = at + 2 - base;
    this.#check(size);
    lines.text = bytes.toString('latin1', base, at);
    this.#next = -1;
    this.#kept = undefined;
    this.#keptLength = 0;
    return size;
  }

  #check(size: number): void {
    if (size > ALWAYS_ALLOWED && size > this.#maximumSize())
      throw new MessageSyntaxError('A head or a trailer section is too large.');
  }

  #keep(bytes: Buffer, start: number, end: number): Buffer {
    const length = this.#keptLength + end - start;
    let kept = this.#kept;
    if (kept === undefined || kept.length < length) {
      kept = Buffer.allocUnsafeSlow(Math.max(2 * length, SMALLEST_KEPT));
      this.#kept?.copy(kept, 0, 0, this.#keptLength);
      this.#kept = kept;
    }
    bytes.copy(kept, this.#keptLength, start, end);
    this.#keptLength = length;
    return kept;
  }
}

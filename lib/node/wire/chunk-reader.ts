import { MessageSyntaxError } from './field-lines.js';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const SEMICOLON = 0x3b;
const DELETE = 0x7f;

/** Digits of the largest size that a number can tell, and some leading zeros. */
const MOST_DIGITS = 16;

/** Bytes of all chunk extensions of one body. */
export const MAXIMUM_EXTENSIONS = 16 * 1024;

/** `chunk-ext` of RFC 9112 §7.1.1: names with or without a value, which is a token or a quoted string. */
const EXTENSIONS =
  /^(?:[ \t]*;[ \t]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[\t !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"))?)*$/;

type Part = 'size' | 'extensions' | 'lineFeed' | 'complete';

/** Reads the line with the size before each chunk of a body (RFC 9112 §7.1), as its bytes come. */
export class ChunkSizeReader {
  /** Bytes of the chunk; 0 is the last one. */
  size = 0;
  #part: Part = 'size';
  #digits = 0;
  #extensions = '';
  #extensionBytes = 0;

  get isComplete(): boolean {
    return this.#part === 'complete';
  }

  /** The line before another chunk comes next. */
  next(): void {
    this.size = 0;
    this.#part = 'size';
    this.#digits = 0;
  }

  /** Extensions of another body come next. */
  reset(): void {
    this.next();
    this.#extensions = '';
    this.#extensionBytes = 0;
  }

  /**
   * Reads on from `start`. Returns where the bytes end that belong to the line.
   *
   * @throws MessageSyntaxError for a size that is none, malformed extensions, and too many of them.
   */
  read(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && this.#part !== 'complete') {
      switch (this.#part) {
        case 'size':
          at = this.#readSize(bytes, at, end);
          break;
        case 'extensions':
          at = this.#readExtensions(bytes, at, end);
          break;
        case 'lineFeed':
          if (bytes[at] !== LF) throw malformed();
          this.#part = 'complete';
          at += 1;
      }
    }
    return at;
  }

  #readSize(bytes: Buffer, start: number, end: number): number {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] as number;
      const digit = HEX[byte] as number;
      if (digit < 0) return this.#endSize(byte, at);
      this.size = this.size * 16 + digit;
      this.#digits += 1;
      if (this.#digits > MOST_DIGITS || !Number.isSafeInteger(this.size)) throw malformed();
    }
    return end;
  }

  #endSize(byte: number, at: number): number {
    if (this.#digits === 0) throw malformed();
    if (byte === CR) {
      this.#part = 'lineFeed';
      return at + 1;
    }
    if (byte !== SEMICOLON && byte !== SPACE && byte !== TAB) throw malformed();
    this.#part = 'extensions';
    return at;
  }

  #readExtensions(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && isText(bytes[at] as number)) at += 1;
    this.#extensionBytes += at - start;
    if (this.#extensionBytes > MAXIMUM_EXTENSIONS)
      throw new MessageSyntaxError('There are too many chunk extensions.');
    this.#extensions += bytes.toString('latin1', start, at);
    if (at === end) return end;
    if (bytes[at] !== CR || !EXTENSIONS.test(this.#extensions)) throw malformed();
    this.#extensions = '';
    this.#part = 'lineFeed';
    return at + 1;
  }
}

/** Values of the hexadecimal digits, -1 for other bytes. */
const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}

function isText(byte: number): boolean {
  return (byte >= SPACE && byte !== DELETE) || byte === TAB;
}

function malformed(): MessageSyntaxError {
  return new MessageSyntaxError('The size of a chunk is malformed.');
}

import { endOfText, FieldLines, INCOMPLETE, MessageSyntaxError, readLineBreak } from './field-lines.js';

const CR = 0x0d;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;

const PROTOCOL = Uint8Array.from('HTTP/1.', (character) => character.charCodeAt(0));
const MINOR_VERSION_AT = PROTOCOL.length;
const STATUS_CODE_AT = MINOR_VERSION_AT + 2;
const REASON_AT = STATUS_CODE_AT + 4;

/** The status line and header fields of a response (RFC 9112 §4 and §5). */
export class ResponseHead extends FieldLines {
  statusCode = 0;
  /** The x of `HTTP/1.x`; 1 where it is greater (RFC 9110 §2.5). */
  minorVersion = 1;
  #reasonEnd = 0;

  /** The reason phrase; may be empty. */
  get statusText(): string {
    return this.text.slice(REASON_AT, this.#reasonEnd);
  }

  get httpVersion(): string {
    return this.minorVersion === 0 ? '1.0' : '1.1';
  }

  /** The first value of a field named in lower case; undefined without any. */
  first(key: string): string | undefined {
    const { places } = this;
    for (let at = 0; at < places.length; at += 4) if (this.isNamed(at, key)) return this.valueAt(at);
    return undefined;
  }

  /**
   * Reads the status line that begins at `base`: `HTTP/1.x`, three digits and a reason phrase, which may be missing
   * together with the space before it.
   *
   * @throws MessageSyntaxError for anything else.
   */
  override readFirstLine(bytes: Uint8Array, base: number, end: number): number {
    for (let index = 0; index < PROTOCOL.length; index += 1) {
      if (base + index === end) return INCOMPLETE;
      if (bytes[base + index] !== PROTOCOL[index]) throw notHTTP();
    }
    const codeAt = base + STATUS_CODE_AT;
    if (codeAt + 3 >= end) return INCOMPLETE;
    this.minorVersion = Math.min(digitAt(bytes, base + MINOR_VERSION_AT), 1);
    this.statusCode = statusCodeAt(bytes, codeAt);
    const next = bytes[codeAt + 3];
    if (bytes[codeAt - 1] !== SPACE || (next !== SPACE && next !== CR)) throw malformedStatusLine();
    const reasonEnd = endOfText(bytes, codeAt + 3, end);
    this.#reasonEnd = reasonEnd - base;
    return readLineBreak(bytes, reasonEnd, end);
  }
}

function statusCodeAt(bytes: Uint8Array, at: number): number {
  const code = digitAt(bytes, at) * 100 + digitAt(bytes, at + 1) * 10 + digitAt(bytes, at + 2);
  if (code < 100) throw malformedStatusLine();
  return code;
}

function digitAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] as number;
  if (byte < ZERO || byte > NINE) throw malformedStatusLine();
  return byte - ZERO;
}

function notHTTP(): MessageSyntaxError {
  return new MessageSyntaxError('The response does not begin with HTTP/1.');
}

function malformedStatusLine(): MessageSyntaxError {
  return new MessageSyntaxError('The status line is malformed.');
}

import type { FieldSource } from '../../message/http-headers.js';

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const DELETE = 0x7f;
const TO_LOWER_CASE = 0x20;

/** More field lines than that in one section are refused, however short they are. */
export const MAXIMUM_FIELD_COUNT = 1000;

/** Bytes of a token (RFC 9110 §5.6.2). */
const IS_TOKEN = table("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** Bytes of a field value (RFC 9110 §5.5): visible characters, obs-text, space and tab. */
const IS_VALUE = valueTable();

function table(characters: string): Uint8Array {
  const isIn = new Uint8Array(256);
  for (const character of characters) isIn[character.charCodeAt(0)] = 1;
  return isIn;
}

function valueTable(): Uint8Array {
  const isIn = new Uint8Array(256).fill(1, SPACE);
  isIn[DELETE] = 0;
  isIn[TAB] = 1;
  return isIn;
}

/** A message that HTTP/1.1 does not allow. Its text names the rule and holds nothing of what was received. */
export class MessageSyntaxError extends Error {
  readonly code = 'ERR_HTTP_MESSAGE_SYNTAX';
}

/**
 * A section of field lines: the header fields or the trailers of a response (RFC 9112 §5). Keeps the text of the
 * section and where each name and value lies in it; strings are cut out when they are read.
 */
export class FieldLines implements FieldSource {
  /** The section as Latin-1. */
  text = '';
  /** For each line: start and end of its name, start and end of its value. */
  readonly places: number[] = [];

  /** Number of field lines. */
  get count(): number {
    return this.places.length / 4;
  }

  /** Reads what comes before the field lines. Returns where those begin, or `INCOMPLETE`. */
  readFirstLine(_bytes: Uint8Array, base: number, _end: number): number {
    return base;
  }

  values(key: string): string[] {
    const { places } = this;
    const values: string[] = [];
    for (let at = 0; at < places.length; at += 4) {
      if (this.isNamed(at, key)) values.push(this.valueAt(at));
    }
    return values;
  }

  *[Symbol.iterator](): Generator<[name: string, value: string]> {
    const { places, text } = this;
    for (let at = 0; at < places.length; at += 4) {
      yield [text.slice(places[at], places[at + 1]), this.valueAt(at)];
    }
  }

  /** The value of the line whose places begin at this index. */
  valueAt(at: number): string {
    return this.text.slice(this.places[at + 2], this.places[at + 3]);
  }

  /** Compares a name, whatever its case, with one in lower case. */
  isNamed(at: number, key: string): boolean {
    const { places, text } = this;
    const start = places[at] as number;
    if ((places[at + 1] as number) - start !== key.length) return false;
    for (let index = 0; index < key.length; index += 1) {
      const code = text.charCodeAt(start + index);
      const lower = code >= 0x41 && code <= 0x5a ? code | TO_LOWER_CASE : code;
      if (lower !== key.charCodeAt(index)) return false;
    }
    return true;
  }
}

/** There are not enough bytes to tell. */
export const INCOMPLETE = -1;

/**
 * Reads the field line that begins at `start`. Returns where the next line begins, `start` if the section ends
 * here with an empty line, or `INCOMPLETE`. Places are noted in relation to `base`.
 *
 * A folded line (obs-fold) becomes one line: its line breaks are overwritten with spaces (RFC 9112 §5.2).
 *
 * @throws MessageSyntaxError for a line that RFC 9112 §5 does not allow.
 */
export function readFieldLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  lines: FieldLines,
  base: number,
): number {
  if (bytes[start] === CR) return readLineBreak(bytes, start, end) < 0 ? INCOMPLETE : start;
  const nameEnd = endOfRun(IS_TOKEN, bytes, start, end);
  if (nameEnd === end) return INCOMPLETE;
  if (bytes[nameEnd] !== COLON || nameEnd === start)
    throw new MessageSyntaxError('A field name is malformed.');
  const lineEnd = endOfValue(bytes, nameEnd + 1, end);
  if (lineEnd < 0) return INCOMPLETE;
  if (lines.count === MAXIMUM_FIELD_COUNT) throw new MessageSyntaxError('There are too many field lines.');
  const from = skipBlanks(bytes, nameEnd + 1, lineEnd);
  lines.places.push(start - base, nameEnd - base, from - base, endWithoutBlanks(bytes, from, lineEnd) - base);
  return lineEnd + 2;
}

function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at += 1;
  return at;
}

function endWithoutBlanks(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1])) at -= 1;
  return at;
}

/** Index of the line break after a value, folded lines included; `INCOMPLETE` until the next line has begun. */
function endOfValue(bytes: Uint8Array, start: number, end: number): number {
  for (let from = start; ;) {
    const valueEnd = endOfRun(IS_VALUE, bytes, from, end);
    const next = readLineBreak(bytes, valueEnd, end);
    if (next < 0 || next === end) return INCOMPLETE;
    if (!isBlank(bytes[next])) return valueEnd;
    bytes.fill(SPACE, valueEnd, next);
    from = next;
  }
}

/** Index of the first byte that is not in the table. */
function endOfRun(isIn: Uint8Array, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isIn[bytes[at] as number] === 1) at += 1;
  return at;
}

/**
 * Reads CR LF. Returns where the next line begins, or `INCOMPLETE`.
 *
 * @throws MessageSyntaxError for any other byte, a bare LF included (RFC 9112 §2.2).
 */
export function readLineBreak(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return INCOMPLETE;
  if (bytes[at] !== CR) throw new MessageSyntaxError('A line holds a control character.');
  if (at + 1 === end) return INCOMPLETE;
  if (bytes[at + 1] !== LF) throw new MessageSyntaxError('A line ends with a bare CR.');
  return at + 2;
}

/** Index at which the text of a line ends; it may hold anything that a field value may. */
export function endOfText(bytes: Uint8Array, start: number, end: number): number {
  return endOfRun(IS_VALUE, bytes, start, end);
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

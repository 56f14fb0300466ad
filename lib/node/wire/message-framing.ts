import { isToken } from '../../message/header-grammar.js';
import { MessageSyntaxError } from './field-lines.js';
import type { ResponseHead } from './response-head.js';

/** Rule that ends a body (RFC 9112 §6.3). */
export type BodyEnd = 'none' | 'length' | 'chunked' | 'close';

/** Length of a body and reuse of its connection, as the head declares them. */
export interface MessageFraming {
  readonly bodyEnd: BodyEnd;
  /** Bytes of the body; counts where `bodyEnd` is `length`. */
  readonly length: number;
  /** Transfer codings to undo once the chunks are joined, in the order they were applied. */
  readonly transferCodings: readonly string[];
  /** True if the connection may carry another request afterwards (RFC 9112 §9.3). */
  readonly isPersistent: boolean;
}

interface FramingFields {
  contentLength: string | undefined;
  transferEncoding: string | undefined;
  connection: string | undefined;
}

const NO_CODINGS: readonly string[] = [];

/**
 * The framing of a response.
 *
 * - A response to HEAD, and one with status 1xx, 204 or 304, ends with its head, whatever the fields say.
 * - `Transfer-Encoding` with `chunked` as the last coding: the body is chunked. With another coding at the end, the
 *   body ends with the connection. A single unregistered coding is not undone: the body is delivered as received.
 * - Equal values of several `Content-Length` count as one.
 * - Without either field, the body ends with the connection.
 *
 * @throws MessageSyntaxError for a `Content-Length` that is no number or has unequal values, for both fields at once,
 * and for transfer codings that cannot be undone.
 */
export function framingOf(head: ResponseHead, isHeadRequest: boolean): MessageFraming {
  const { contentLength, transferEncoding, connection } = framingFields(head);
  const isPersistent = keepsAlive(head.minorVersion, connection);
  if (isHeadRequest || hasNoBody(head.statusCode)) {
    return { bodyEnd: 'none', length: 0, transferCodings: NO_CODINGS, isPersistent };
  }
  if (transferEncoding !== undefined) {
    if (contentLength !== undefined)
      throw new MessageSyntaxError('There is a length beside a transfer coding.');
    return transferFraming(transferEncoding, isPersistent && head.minorVersion > 0);
  }
  if (contentLength === undefined) {
    return { bodyEnd: 'close', length: 0, transferCodings: NO_CODINGS, isPersistent: false };
  }
  const length = lengthIn(contentLength);
  return { bodyEnd: 'length', length, transferCodings: NO_CODINGS, isPersistent };
}

/** True for a status whose response ends with its head (RFC 9110 §6.4.1). */
export function hasNoBody(statusCode: number): boolean {
  return statusCode === 204 || statusCode === 304 || statusCode < 200;
}

/** Lines of one name joined to a list. */
function framingFields(head: ResponseHead): FramingFields {
  const fields: FramingFields = {
    contentLength: undefined,
    transferEncoding: undefined,
    connection: undefined,
  };
  const { places } = head;
  for (let at = 0; at < places.length; at += 4) {
    switch ((places[at + 1] as number) - (places[at] as number)) {
      case 10:
        if (head.isNamed(at, 'connection')) fields.connection = joined(fields.connection, head.valueAt(at));
        break;
      case 14:
        if (head.isNamed(at, 'content-length')) {
          fields.contentLength = joined(fields.contentLength, head.valueAt(at));
        }
        break;
      case 17:
        if (head.isNamed(at, 'transfer-encoding')) {
          fields.transferEncoding = joined(fields.transferEncoding, head.valueAt(at));
        }
        break;
    }
  }
  return fields;
}

function joined(list: string | undefined, value: string): string {
  return list === undefined ? value : `${list},${value}`;
}

function keepsAlive(minorVersion: number, connection: string | undefined): boolean {
  if (connection === undefined || connection === 'keep-alive')
    return minorVersion > 0 || connection !== undefined;
  const options = tokensOf(connection);
  return !options.includes('close') && (minorVersion > 0 || options.includes('keep-alive'));
}

function transferFraming(transferEncoding: string, isPersistent: boolean): MessageFraming {
  const codings = tokensOf(transferEncoding).filter((coding) => coding !== 'identity');
  const isChunked = codings.at(-1) === 'chunked';
  if (codings.length === 1 && isUnregistered(codings[0] as string)) {
    return { bodyEnd: 'close', length: 0, transferCodings: NO_CODINGS, isPersistent: false };
  }
  const transferCodings = isChunked ? codings.slice(0, -1) : codings;
  if (!transferCodings.every((coding) => UNDOABLE.has(coding))) {
    throw new MessageSyntaxError('There is a transfer coding that cannot be undone.');
  }
  return isChunked
    ? { bodyEnd: 'chunked', length: 0, transferCodings, isPersistent }
    : { bodyEnd: 'close', length: 0, transferCodings, isPersistent: false };
}

/** A misspelt `chunked` would hand out its chunk heads as the body. */
function isUnregistered(coding: string): boolean {
  return (
    isToken(coding) && !coding.startsWith('chunk') && !UNDOABLE.has(coding) && !/^(x-)?compress$/.test(coding)
  );
}

/** Of the codings that RFC 9112 §7 registers. */
const UNDOABLE: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate']);

function tokensOf(list: string): string[] {
  const tokens = list.toLowerCase().split(',');
  return tokens.map((token) => token.trim()).filter((token) => token !== '');
}

function lengthIn(contentLength: string): number {
  const [first = '', ...others] = contentLength.includes(',')
    ? contentLength.split(',').map((value) => value.trim())
    : [contentLength];
  const length = Number(first);
  if (!isDigits(first) || !Number.isSafeInteger(length)) throw invalidLength();
  if (others.some((other) => other !== first)) throw invalidLength();
  return length;
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text !== '';
}

function invalidLength(): MessageSyntaxError {
  return new MessageSyntaxError('The Content-Length is malformed.');
}

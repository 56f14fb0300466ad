import { SessionError } from '../../errors/session-error.js';
import { isHeaderValue, isToken } from '../../message/header-grammar.js';
import type { HTTPHeaders } from '../../message/http-headers.js';

/** A request as it goes on the wire, without its body. */
export interface WireMessage {
  /** `http://host` or `https://host:port`, as `URL.origin` writes it. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly method: string;
  readonly fields: FieldBlock;
  /** The credentials of the URL, where the fields have none. */
  readonly authorization: string | undefined;
  /** True if content codings of the response are decoded. */
  readonly isDecoded: boolean;
}

/** Header fields as they go on the wire. */
export interface FieldBlock {
  /** Each line with its line break; without the fields below. */
  readonly text: string;
  readonly host: string | undefined;
  /** `Content-Length` as it was given; counts where the body does not know its length. */
  readonly contentLength: string | undefined;
  /** `Connection: close` was given. */
  readonly isLast: boolean;
}

/** Delimitation of a body: by its length, by chunks, or without a body. */
export type BodyFraming =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'none' };

/** The blocks that were used last: most requests of a session have the same few lists of headers. */
const recent: { readonly headers: HTTPHeaders; readonly block: FieldBlock }[] = [];
const MOST_RECENT = 4;

/** The block of a list of headers. Throws as {@link FieldBlockBuilder.add} does. */
export function fieldBlockOf(headers: HTTPHeaders): FieldBlock {
  for (const used of recent) if (used.headers === headers) return used.block;
  const block = new FieldBlockBuilder();
  headers.forEach((value, name) => {
    block.add(name, value);
  });
  if (recent.unshift({ headers, block }) > MOST_RECENT) recent.pop();
  return block;
}

/** Puts a block together, line by line. */
export class FieldBlockBuilder implements FieldBlock {
  text = '';
  host: string | undefined;
  contentLength: string | undefined;
  isLast = false;

  /**
   * Adds a field.
   *
   * @throws SessionError `invalidHeader` for what is no field, `unsupported` for one that the connection alone decides
   * on: a message that named its own framing could be read as two.
   */
  add(name: string, value: string): void {
    if (!isToken(name) || !isHeaderValue(value)) {
      throw new SessionError({ kind: 'urlRequestValidationFailed', reason: { kind: 'invalidHeader', name } });
    }
    if (!this.#takes(name, value)) this.text += `${name}: ${value}\r\n`;
  }

  #takes(name: string, value: string): boolean {
    switch (name.toLowerCase()) {
      case 'host':
        this.host = value;
        return true;
      case 'content-length':
        if (!/^\d+$/.test(value)) throw unsupportedField('Content-Length');
        this.contentLength = value;
        return true;
      case 'connection':
        this.isLast = connectionOption(value) === 'close';
        return true;
      case 'keep-alive':
      case 'transfer-encoding':
      case 'upgrade':
      case 'expect':
      case 'proxy-connection':
        throw unsupportedField(name);
      default:
        return false;
    }
  }
}

/** The head of a request: request line, fields and the empty line (RFC 9112 §3). Characters are those of Latin-1. */
export function requestHead(message: WireMessage, body: BodyFraming): string {
  const { method, path, origin, fields, authorization } = message;
  const host = fields.host ?? origin.slice(origin.indexOf('//') + 2);
  const connection = fields.isLast ? 'close' : 'keep-alive';
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: ${connection}\r\n${fields.text}`;
  const authorized = authorization === undefined ? head : `${head}Authorization: ${authorization}\r\n`;
  return `${authorized}${framingLine(method, body)}\r\n`;
}

/** A method that usually has a body says that it has none (RFC 9110 §8.6). */
function framingLine(method: string, body: BodyFraming): string {
  switch (body.kind) {
    case 'length':
      return `Content-Length: ${body.length}\r\n`;
    case 'chunked':
      return 'Transfer-Encoding: chunked\r\n';
    case 'none':
      return method === 'POST' || method === 'PUT' || method === 'PATCH' ? 'Content-Length: 0\r\n' : '';
  }
}

/**
 * The method as it goes on the wire. Axios writes methods in lower case, and no registered method is.
 *
 * @throws SessionError `invalidMethod` for what is no token, `unsupported` for CONNECT.
 */
export function wireMethod(given: string): string {
  if (PLAIN_METHODS.has(given)) return given;
  const method = given === given.toLowerCase() ? given.toUpperCase() : given;
  if (method === 'CONNECT') throw new SessionError({ kind: 'unsupported', feature: 'the method CONNECT' });
  if (isToken(method)) return method;
  throw new SessionError({ kind: 'urlRequestValidationFailed', reason: { kind: 'invalidMethod', method } });
}

const PLAIN_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

/**
 * The target as it goes on the request line. URLs are written without blanks and controls; this is the last look.
 *
 * @throws SessionError `invalidURL` for a path that would end the request line.
 */
export function wirePath(path: string, url: string): string {
  if (/^\/[\x21-\x7e]*$/.test(path)) return path;
  throw new SessionError({ kind: 'invalidURL', url });
}

function connectionOption(value: string): string {
  const option = value.trim().toLowerCase();
  if (option === 'close' || option === 'keep-alive') return option;
  throw unsupportedField('Connection');
}

function unsupportedField(name: string): SessionError {
  return new SessionError({ kind: 'unsupported', feature: `this value of the request header field ${name}` });
}

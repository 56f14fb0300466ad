import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { OutgoingBody } from './outgoing-body.js';
import { OutgoingPieces } from './outgoing-pieces.js';

/** A request as it goes on the wire, but for its body. */
export interface WireMessage {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  /** Names and values in turn, without `Content-Length`. */
  readonly headers: readonly string[];
  /** The `Content-Length` that was asked for: it counts where the body does not know better. */
  readonly contentLength: string | undefined;
  /** Whether content codings of the answer are undone. */
  readonly isDecoded: boolean;
  /** Milliseconds of silence after which undici gives up; 0: never. */
  readonly timeout: number;
}

/** The message as undici wants it. */
export function dispatchOptions(message: WireMessage, body: OutgoingBody): Dispatcher.DispatchOptions {
  const { origin, path, method, headers, timeout } = message;
  const contentLength = body instanceof OutgoingPieces ? (body.length ?? message.contentLength) : undefined;
  return {
    origin,
    path,
    method,
    headers:
      contentLength === undefined
        ? (headers as string[])
        : [...headers, 'content-length', `${contentLength}`],
    // The types leave out the async iterables that undici takes.
    body: body as Readable | Buffer | null,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  };
}

/** Whether an answer ends with its head, whatever that says (RFC 9110 §6.4.1). */
export function hasNoBody(method: string, statusCode: number): boolean {
  return method === 'HEAD' || statusCode === 204 || statusCode === 304;
}

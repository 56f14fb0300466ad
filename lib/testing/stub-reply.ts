import type { SendPhase } from '../message/request-info.js';
import type { HTTPHeadersInit } from '../message/http-headers.js';
import { HTTPHeaders } from '../message/http-headers.js';
import { HTTPURLResponse } from '../message/http-url-response.js';

/** Text, sent as UTF-8, or bytes. */
export type StubData = string | Uint8Array;

/** Reply of a {@link StubTransport}. `'never'` gives no reply, like a server that hangs. */
export type StubReply = StubAnswer | 'never';

/** A response, a failure, or a response that breaks off in a failure. Durations are milliseconds. */
export interface StubAnswer {
  /** 200 unless given. */
  readonly statusCode?: number | undefined;
  /** Reason phrase. Default: `''`. */
  readonly statusText?: string | undefined;
  /** None unless given; of a list of pairs all are kept, equal names too. */
  readonly headers?: HTTPHeadersInit | undefined;
  /** Body, as one chunk or as the chunks in which it arrives. Default: empty. */
  readonly body?: StubData | readonly StubData[] | undefined;
  /** The URL that answers; that of the request unless given. */
  readonly url?: string | undefined;
  /**
   * Failure of the message. It follows the response if `statusCode`, `headers` or `body` is given, else it comes
   * without one.
   */
  readonly error?: unknown;
  /** Until the response or the failure; none unless given. */
  readonly delay?: number | undefined;
  /** Delay before each chunk of the body, in milliseconds. Default: none. */
  readonly chunkDelay?: number | undefined;
  /**
   * Share of the request that was sent before the failure. Default: `something`. With `nothing` the request's body
   * stays unread.
   */
  readonly sendPhase?: SendPhase | undefined;
}

/** True unless the reply is only a failure. */
export function hasResponse({ error, statusCode, headers, body }: StubAnswer): boolean {
  return error === undefined || statusCode !== undefined || headers !== undefined || body !== undefined;
}

/** The head of the answer to a request for `url`. */
export function responseOf(answer: StubAnswer, url: string): HTTPURLResponse {
  return new HTTPURLResponse({
    url: answer.url ?? url,
    statusCode: answer.statusCode ?? 200,
    statusText: answer.statusText,
    headers: receivedHeaders(answer.headers),
    httpVersion: '1.1',
  });
}

/** Chunks of the body. Each is a copy, which its receiver owns. */
export function piecesOf({ body = [] }: StubAnswer): Uint8Array[] {
  const pieces = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  return pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece.slice()));
}

function receivedHeaders(headers: HTTPHeadersInit = {}): HTTPHeaders {
  if (headers instanceof HTTPHeaders) return headers;
  return HTTPHeaders.received(isIterable(headers) ? headers : Object.entries(headers));
}

function isIterable(
  headers: Exclude<HTTPHeadersInit, HTTPHeaders>,
): headers is Iterable<readonly [string, string]> {
  return Symbol.iterator in headers;
}

import type { InboundBody } from './axios/adapter-exchange.js';
import { bytesIn, isBlob } from './piece.js';
import { isReadableStream, pullFrom, type PulledPieces } from './pulled-pieces.js';
import type { ResponseBody } from './response-body.js';

/** Stream of a kind that only one platform has. */
export interface PlatformStream {
  /** True if its bytes may differ from the bytes that were sent. */
  readonly isDecoded: boolean;
  open(): ResponseBody;
}

/** Recognises streams of the platform; undefined for anything else. */
export type PlatformStreamIn = (data: object) => PlatformStream | undefined;

/** Source of a response's bytes. */
export type ResponseContent =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly isReencoded: boolean }
  | { readonly kind: 'platformStream'; readonly stream: PlatformStream }
  | { readonly kind: 'pulled'; readonly open: () => PulledPieces }
  | { readonly kind: 'inbound'; readonly body: InboundBody }
  | { readonly kind: 'unreadable' };

/**
 * Content of an axios response's `data`, whatever adapter or interceptor made it: a stream of the platform or of the
 * web, an async iterable, bytes, a Blob, text as UTF-8, or any other value as JSON text. `undefined`, `null` and
 * empty text are no bytes. A function, an object without JSON text, and a stream locked by another reader are
 * unreadable.
 */
export function responseContentOf(data: unknown, streamIn: PlatformStreamIn | undefined): ResponseContent {
  if (data === undefined || data === null || data === '') return { kind: 'nothing' };
  if (typeof data === 'string') return reencoded(data);
  return typeof data === 'object' ? objectContent(data, streamIn?.(data)) : jsonContent(data);
}

function objectContent(data: object, stream: PlatformStream | undefined): ResponseContent {
  if (stream !== undefined) return { kind: 'platformStream', stream };
  const bytes = bytesIn(data);
  if (bytes !== undefined) return { kind: 'bytes', bytes, isReencoded: false };
  if (isReadableStream(data) && data.locked) return { kind: 'unreadable' };
  const open = pullFrom(isBlob(data) ? data.stream() : data);
  if (open !== undefined) return { kind: 'pulled', open };
  return isInbound(data) ? { kind: 'inbound', body: data } : jsonContent(data);
}

function isInbound(value: object): value is InboundBody {
  return 'read' in value && typeof value.read === 'function';
}

function jsonContent(value: unknown): ResponseContent {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? { kind: 'unreadable' } : reencoded(text);
  } catch {
    return { kind: 'unreadable' };
  }
}

function reencoded(text: string): ResponseContent {
  return { kind: 'bytes', bytes: new TextEncoder().encode(text), isReencoded: true };
}

import type { InboundBody } from './adapter-exchange.js';
import { isNodeReadable, type NodeReadable } from './node-readable.js';
import { bytesIn, isBlob } from './piece.js';
import { pullFrom, type PulledPieces } from './pulled-pieces.js';

/** Where the bytes of a response come from. */
export type ResponseContent =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly isReencoded: boolean }
  | { readonly kind: 'readable'; readonly readable: NodeReadable }
  | { readonly kind: 'pulled'; readonly open: () => PulledPieces }
  | { readonly kind: 'inbound'; readonly body: InboundBody }
  | { readonly kind: 'unreadable' };

/**
 * What `data` of an axios response holds, whatever adapter or interceptor made it: a stream of Node or of the
 * web, an async iterable, bytes, a Blob, text as UTF-8, and any other value as JSON text. `undefined`, `null`
 * and empty text are no bytes; a function, an object that has no JSON text, and a stream that somebody else reads
 * are unreadable.
 */
export function responseContentOf(data: unknown): ResponseContent {
  if (data === undefined || data === null || data === '') return { kind: 'nothing' };
  if (typeof data === 'string') return reencoded(data);
  return typeof data === 'object' ? objectContent(data) : jsonContent(data);
}

function objectContent(data: object): ResponseContent {
  if (isNodeReadable(data)) return { kind: 'readable', readable: data };
  if (isInbound(data)) return { kind: 'inbound', body: data };
  const bytes = bytesIn(data);
  if (bytes !== undefined) return { kind: 'bytes', bytes, isReencoded: false };
  if ('locked' in data && data.locked === true) return { kind: 'unreadable' };
  const open = pullFrom(isBlob(data) ? data.stream() : data);
  return open === undefined ? jsonContent(data) : { kind: 'pulled', open };
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

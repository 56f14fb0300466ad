import type { RequestBody } from './request-body.js';
import { bytesIn, isBlob } from './piece.js';

/** A body as axios's own adapters send it: exactly its bytes. */
export interface OutboundData {
  /** For `data` of an axios config: a string stays one, so that mocks and interceptors can read it. */
  readonly data: unknown;
  /** For a `Content-Length` that the adapter cannot find out; undefined where it can, or may not set it. */
  readonly contentLength?: number | undefined;
}

/**
 * Hands a body to axios's own adapters in the platform's form. Opens resources when the body is read, and closes them
 * when it is destroyed. May throw, like `StreamBody.open`.
 */
export type OutboundDataOf = (body: RequestBody) => OutboundData;

/** Part of a body that interceptors can see without reading it: a body held in memory. */
export function heldData(body: RequestBody): string | Uint8Array | Blob | undefined {
  switch (body.kind) {
    case 'text':
      return body.text;
    case 'bytes':
      return body.bytes;
    case 'blob':
      return body.blob;
    case 'file':
    case 'stream':
      return undefined;
  }
}

/** The body that interceptors left in a config in place of the one they were given. */
export function bodyOfData(data: unknown): RequestBody | undefined {
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'string') return { kind: 'text', text: data };
  if (typeof data === 'object' && isBlob(data)) return { kind: 'blob', blob: data };
  const bytes = typeof data === 'object' ? bytesIn(data) : undefined;
  return bytes === undefined ? { kind: 'text', text: JSON.stringify(data) } : { kind: 'bytes', bytes };
}

/** Ends a stream that will not be read any more. */
export function destroyData(data: unknown): void {
  if (typeof data !== 'object' || data === null || !('destroy' in data)) return;
  const { readableEnded, destroy } = data as { readableEnded?: unknown; destroy: unknown };
  if (readableEnded !== true && typeof destroy === 'function') destroy.call(data);
}

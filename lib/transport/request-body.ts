import type { ReadingOptions } from './file-manager.js';
import type { HTTPBody } from '../message/url-request.js';

/**
 * A body as it goes to a transport. `open` makes a fresh reader each time when the body is replayable; a
 * body that is not is opened once, and the mark stays with the object.
 */
export type RequestBody = BytesBody | TextBody | BlobBody | FileBody | StreamBody;

/** Bytes in memory: exactly those of the view. */
export interface BytesBody {
  /** Kind that distinguishes bodies. */
  readonly kind: 'bytes';
  /** The body. */
  readonly bytes: Uint8Array;
}

/** JSON, form or other text, to be sent as UTF-8. Kept as text so that mocks and interceptors can read it. */
export interface TextBody {
  /** Kind that distinguishes bodies. */
  readonly kind: 'text';
  /** The body, sent as UTF-8. */
  readonly text: string;
}

/** Body in a Blob, which the platform may keep on disk. */
export interface BlobBody {
  /** Kind that distinguishes bodies. */
  readonly kind: 'blob';
  /** The body. */
  readonly blob: Blob;
}

/** A file on disk, read while it is sent: as many bytes as it holds then. */
export interface FileBody {
  /** Kind that distinguishes bodies. */
  readonly kind: 'file';
  /** URL of the file. */
  readonly url: URL;
  /** Length in bytes when the body was created; undefined if unknown. */
  readonly length: number | undefined;
}

/** Bytes made while they are sent. */
export interface StreamBody {
  /** Kind that distinguishes bodies. */
  readonly kind: 'stream';
  /** Bytes in all, where declared; more or fewer is an error. */
  readonly length: number | undefined;
  /** True if `open` may be called again for a retry or a redirect. */
  readonly isReplayable: boolean;
  /** Throws, or gives a stream that errors, when the body was used up before. */
  open(options?: ReadingOptions): AsyncIterable<Uint8Array>;
}

/** The body that a URLRequest carries, as it goes to a transport. */
export function requestBodyOf(body: HTTPBody): TextBody | BytesBody {
  return typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'bytes', bytes: body };
}

/** Bytes of a body; undefined when that is not known before it has been read. */
export function lengthOf(body: RequestBody): number | undefined {
  switch (body.kind) {
    case 'bytes':
      return body.bytes.byteLength;
    case 'text':
      return new TextEncoder().encode(body.text).byteLength;
    case 'blob':
      return body.blob.size;
    case 'file':
    case 'stream':
      return body.length;
  }
}

/** True if the body has, or may have, more bytes than the limit. Short text is not encoded to find out. */
export function mayExceed(body: RequestBody, limit: number): boolean {
  if (body.kind === 'text' && body.text.length * MOST_BYTES_OF_A_UNIT <= limit) return false;
  return (lengthOf(body) ?? Infinity) > limit;
}

/** A UTF-16 code unit takes up to three bytes of UTF-8. */
const MOST_BYTES_OF_A_UNIT = 3;

/** True if the body can be sent again, by a retry or a redirect that keeps it. */
export function isReplayable(body: RequestBody): boolean {
  return body.kind !== 'stream' || body.isReplayable;
}

import type { ReadingOptions } from '../../transport/file-manager.js';
import type { BlobBody, BytesBody, FileBody, RequestBody, StreamBody } from '../../transport/request-body.js';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { fileErrorCode } from '../files/file-codes.js';
import { OutgoingChunks, type OutgoingChunksOptions } from './outgoing-chunks.js';
import { largeChunks, PacedChunks } from './chunk-size.js';
import { readFile } from '../files/read-file.js';

/** Bytes of a body that is written together with the head of its request. */
const SENT_AT_ONCE = 64 * 1024;

/** Body whose bytes have to be pulled. */
export type PulledBody = BlobBody | FileBody | StreamBody;

type Source = Pick<OutgoingChunksOptions, 'open' | 'length' | 'codeOf'>;

/**
 * Body in the form it is sent: ASCII text or bytes if it is small, to be written together with the head, else chunks
 * that are pulled as the socket drains. Undefined if it is empty.
 */
export type OutgoingBody = string | Buffer | OutgoingChunks | undefined;

export interface SendingOptions {
  /** `Content-Length` of the request; counts where the body does not know its length. */
  readonly declaredLength: number | undefined;
  /** Milliseconds; given if progress is reported, which small chunks are better for. */
  readonly now: (() => number) | undefined;
}

/** Body for a socket, which has copied a chunk by the time it pulls the next. */
export function outgoingBody(body: RequestBody | undefined, options: SendingOptions): OutgoingBody {
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'text':
      return isSmallASCII(body.text)
        ? body.text || undefined
        : outgoingBytes(Buffer.from(body.text), options);
    case 'bytes':
      return outgoingBytes(bytesOf(body), options);
    case 'blob':
    case 'file':
    case 'stream':
      return outgoingChunks(sourceOf(body, { mayReuseMemory: true }), options);
  }
}

/** Chunks that may be kept after the next is pulled. */
export function keepableChunks(body: PulledBody): OutgoingChunks {
  return outgoingChunks(sourceOf(body), { declaredLength: undefined, now: undefined });
}

function outgoingBytes(bytes: Buffer, options: SendingOptions): OutgoingBody {
  if (bytes.byteLength > SENT_AT_ONCE) return outgoingChunks(sourceOfBytes(bytes), options);
  return bytes.byteLength === 0 ? undefined : bytes;
}

function outgoingChunks(source: Source, { declaredLength, now }: SendingOptions): OutgoingChunks {
  const chunkSize = now === undefined ? largeChunks : new PacedChunks(now);
  return new OutgoingChunks({ ...source, length: source.length ?? declaredLength, chunkSize });
}

function isSmallASCII(text: string): boolean {
  return text.length <= SENT_AT_ONCE && Buffer.byteLength(text) === text.length;
}

function bytesOf(body: BytesBody): Buffer {
  const { buffer, byteOffset, byteLength } = body.bytes;
  return Buffer.from(buffer, byteOffset, byteLength);
}

function sourceOfBytes(bytes: Buffer): Source {
  return { open: () => [bytes], length: bytes.byteLength, codeOf: streamFailureCode };
}

function sourceOf(body: PulledBody, options?: ReadingOptions): Source {
  switch (body.kind) {
    case 'blob':
      return { open: () => body.blob.stream(), length: body.blob.size, codeOf: streamFailureCode };
    case 'file':
      return { open: () => readFile(body.url, options), length: body.length, codeOf: fileFailureCode };
    case 'stream':
      return { open: () => body.open(options), length: body.length, codeOf: streamFailureCode };
  }
}

function streamFailureCode(): NetworkErrorCode {
  return 'requestBodyStreamFailed';
}

function fileFailureCode(error: unknown): NetworkErrorCode {
  return fileErrorCode(error) ?? 'requestBodyStreamFailed';
}

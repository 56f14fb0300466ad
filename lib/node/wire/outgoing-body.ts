import type { ReadingOptions } from '../../transport/file-manager.js';
import type { BlobBody, BytesBody, FileBody, RequestBody, StreamBody } from '../../transport/request-body.js';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { fileErrorCode } from '../files/file-codes.js';
import { OutgoingPieces, type OutgoingPiecesOptions } from './outgoing-pieces.js';
import { largePieces, PacedPieces } from './piece-size.js';
import { readFile } from '../files/read-file.js';

/** Up to this many bytes are handed to the socket at once, with the head of the request. */
const SENT_AT_ONCE = 64 * 1024;

/** A body whose bytes have to be asked for. */
export type PulledBody = BlobBody | FileBody | StreamBody;

type Source = Pick<OutgoingPiecesOptions, 'open' | 'length' | 'codeOf'>;

/**
 * A body as it is sent: small ones are text of ASCII or bytes, to be written together with the head, larger ones are
 * pulled as the socket takes them. Undefined for none and for an empty one.
 */
export type OutgoingBody = string | Buffer | OutgoingPieces | undefined;

export interface SendingOptions {
  /** `Content-Length` of the request; counts where the body does not know its length. */
  readonly declaredLength: number | undefined;
  /** Milliseconds; given if progress is reported, which small chunks are better for. */
  readonly now: (() => number) | undefined;
}

/** For the socket itself, which is done with a chunk when it asks for the next. */
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
      return outgoingPieces(sourceOf(body, { mayReuseMemory: true }), options);
  }
}

/** For whoever may keep the chunks. */
export function keepablePieces(body: PulledBody): OutgoingPieces {
  return outgoingPieces(sourceOf(body), { declaredLength: undefined, now: undefined });
}

function outgoingBytes(bytes: Buffer, options: SendingOptions): OutgoingBody {
  if (bytes.byteLength > SENT_AT_ONCE) return outgoingPieces(sourceOfBytes(bytes), options);
  return bytes.byteLength === 0 ? undefined : bytes;
}

function outgoingPieces(source: Source, { declaredLength, now }: SendingOptions): OutgoingPieces {
  const pieceSize = now === undefined ? largePieces : new PacedPieces(now);
  return new OutgoingPieces({ ...source, length: source.length ?? declaredLength, pieceSize });
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

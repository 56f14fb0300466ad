import type { ReadingOptions } from '../../transport/file-manager.js';
import type {
  BlobBody,
  BytesBody,
  FileBody,
  RequestBody,
  StreamBody,
  TextBody,
} from '../../transport/request-body.js';
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

/** What undici is given of a body: bytes for a small one, else pieces that it pulls as the socket takes them. */
export type OutgoingBody = Buffer | OutgoingPieces | null;

/** What is to be known of the sending of a body. */
export interface SendingWatch {
  /** Told whenever the socket has taken what came before. */
  didPull(): void;
  /** Milliseconds. */
  now(): number;
}

/** For the socket itself, which is done with a piece when it asks for the next. */
export function outgoingBody(body: RequestBody | undefined, watch: SendingWatch | undefined): OutgoingBody {
  switch (body?.kind) {
    case undefined:
      return null;
    case 'bytes':
    case 'text': {
      const bytes = bytesOf(body);
      if (bytes.byteLength <= SENT_AT_ONCE) return bytes.byteLength === 0 ? null : bytes;
      return outgoingPieces(sourceOfBytes(bytes), watch);
    }
    case 'blob':
    case 'file':
    case 'stream':
      return outgoingPieces(sourceOf(body, { mayReuseMemory: true }), watch);
  }
}

/** For whoever may keep the pieces. */
export function keepablePieces(body: PulledBody): OutgoingPieces {
  return outgoingPieces(sourceOf(body), undefined);
}

function outgoingPieces(source: Source, watch: SendingWatch | undefined): OutgoingPieces {
  const pieceSize = watch === undefined ? largePieces : new PacedPieces(() => watch.now());
  return new OutgoingPieces({ ...source, pieceSize, didPull: watch && (() => watch.didPull()) });
}

function bytesOf(body: BytesBody | TextBody): Buffer {
  if (body.kind === 'text') return Buffer.from(body.text);
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

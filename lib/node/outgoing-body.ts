import { createReadStream } from 'node:fs';
import type {
  BlobBody,
  BytesBody,
  FileBody,
  RequestBody,
  StreamBody,
  TextBody,
} from '../contracts/request-body.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import { OutgoingPieces, type OutgoingPiecesOptions } from './outgoing-pieces.js';

/** Up to this many bytes are handed to the socket at once, with the head of the request. */
const SENT_AT_ONCE = 64 * 1024;
const READ_SIZE = 1024 * 1024;

type Source = Pick<OutgoingPiecesOptions, 'open' | 'length' | 'codeOf'>;

/** What undici is given of a body: bytes for a small one, else pieces that it pulls as the socket takes them. */
export type OutgoingBody = Buffer | OutgoingPieces | null;

/** `didPull` is told whenever the socket has taken what came before; pieces are smaller when that is wanted. */
export function outgoingBody(body: RequestBody | undefined, didPull: (() => void) | undefined): OutgoingBody {
  switch (body?.kind) {
    case undefined:
      return null;
    case 'bytes':
    case 'text': {
      const bytes = bytesOf(body);
      if (bytes.byteLength <= SENT_AT_ONCE) return bytes.byteLength === 0 ? null : bytes;
      return new OutgoingPieces({ ...sourceOfBytes(bytes), pieceSize: pieceSizeFor(didPull), didPull });
    }
    case 'blob':
    case 'file':
    case 'stream':
      return new OutgoingPieces({ ...sourceOf(body), pieceSize: pieceSizeFor(didPull), didPull });
  }
}

/** Small pieces, where each is counted. */
function pieceSizeFor(didPull: (() => void) | undefined): number {
  return didPull === undefined ? READ_SIZE : SENT_AT_ONCE;
}

function bytesOf(body: BytesBody | TextBody): Buffer {
  if (body.kind === 'text') return Buffer.from(body.text);
  const { buffer, byteOffset, byteLength } = body.bytes;
  return Buffer.from(buffer, byteOffset, byteLength);
}

function sourceOfBytes(bytes: Buffer): Source {
  return { open: () => [bytes], length: bytes.byteLength, codeOf: streamFailureCode };
}

function sourceOf(body: BlobBody | FileBody | StreamBody): Source {
  switch (body.kind) {
    case 'blob':
      return { open: () => body.blob.stream(), length: body.blob.size, codeOf: streamFailureCode };
    case 'file':
      return { open: () => readFile(body.url), length: body.length, codeOf: fileFailureCode };
    case 'stream':
      return { open: () => body.open(), length: body.length, codeOf: streamFailureCode };
  }
}

function readFile(url: URL): AsyncIterable<unknown> {
  return createReadStream(url, { highWaterMark: READ_SIZE });
}

function streamFailureCode(): NetworkErrorCode {
  return 'requestBodyStreamFailed';
}

function fileFailureCode(error: unknown): NetworkErrorCode {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'fileDoesNotExist';
    case 'EISDIR':
      return 'fileIsDirectory';
    case 'EACCES':
    case 'EPERM':
      return 'noPermissionsToReadFile';
    default:
      return 'requestBodyStreamFailed';
  }
}

import { SessionError } from '../errors/session-error.js';
import { Adler32 } from './adler-32.js';
import { blobPart, concatenate } from './bytes.js';

/** A content coding that is there on every platform (RFC 9110 §8.4.1); `deflate` is the zlib format. */
export type CompressionCoding = 'deflate' | 'gzip';

/**
 * The pieces in a coding, made while they are asked for, in constant memory. Leaving the iteration closes the source.
 * Fails with what the source fails with, and with `unsupported` where the platform cannot compress.
 */
export function compressPieces(
  source: AsyncIterable<Uint8Array>,
  coding: CompressionCoding,
): AsyncIterable<Uint8Array> {
  return coding === 'gzip' ? through('gzip', source) : zlibPieces(source);
}

/** Bytes in a coding. */
export async function compressBytes(bytes: Uint8Array, coding: CompressionCoding): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of compressPieces(only(bytes), coding)) pieces.push(piece);
  return concatenate(pieces);
}

/** RFC 1950 §2.2: deflate, a window of 32 KiB, and the level `fast`; the same on every platform. */
const ZLIB_HEADER = [0x78, 0x5e];

async function* zlibPieces(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const adler = new Adler32();
  const pieces = through('deflate-raw', source, (piece) => adler.update(piece));
  let header = ZLIB_HEADER;
  for await (const piece of pieces) {
    yield header.length === 0 ? piece : concatenate([Uint8Array.from(header), piece]);
    header = [];
  }
  yield adler.bytes;
}

async function* through(
  format: CompressionFormat,
  source: AsyncIterable<Uint8Array>,
  see?: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = streamOf(source, see).pipeThrough(compressor(format)).getReader();
  let isAtEnd = false;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
    isAtEnd = true;
  } finally {
    if (!isAtEnd) await reader.cancel().catch(() => undefined);
  }
}

function streamOf(
  source: AsyncIterable<Uint8Array>,
  see: ((piece: Uint8Array) => void) | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) {
        controller.close();
        return;
      }
      see?.(value);
      controller.enqueue(blobPart(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function compressor(format: CompressionFormat): CompressionStream {
  try {
    return new CompressionStream(format);
  } catch {
    throw new SessionError({ kind: 'unsupported', feature: `compression as ${format}` });
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes);
}

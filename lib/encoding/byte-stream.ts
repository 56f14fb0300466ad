import { bytesOfSource } from '../message/body-bytes.js';

/** Bytes in chunks, readable once: an async iterable, a web stream or a readable stream of Node. */
export type ByteStream = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** True for a {@link ByteStream}. Reads nothing. */
export function isByteStream(value: unknown): value is ByteStream {
  if (typeof value !== 'object' || value === null) return false;
  return isAsyncIterable(value) || typeof (value as { getReader?: unknown }).getReader === 'function';
}

/**
 * Yields a stream's chunks as bytes; text chunks are UTF-8. Returning early cancels the stream. Throws for a chunk
 * that is neither bytes nor text.
 */
export async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of isAsyncIterable(stream) ? stream : readAll(stream)) yield bytesOfPiece(piece);
}

const used = new WeakSet<object>();

/** Marks a stream as used up. False when it was before, by whomever: the mark stays with the stream. */
export function claimStream(stream: object): boolean {
  if (used.has(stream)) return false;
  used.add(stream);
  return true;
}

function isAsyncIterable(value: object): value is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in value;
}

/** Not every browser can iterate over its own streams. */
async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
    ended = true;
  } finally {
    if (!ended) await reader.cancel();
    reader.releaseLock();
  }
}

function bytesOfPiece(piece: unknown): Uint8Array {
  const bytes = typeof piece === 'string' ? new TextEncoder().encode(piece) : bytesOfSource(piece);
  if (bytes === undefined) throw new TypeError('A stream of a body gave a piece that is not bytes.');
  return bytes;
}

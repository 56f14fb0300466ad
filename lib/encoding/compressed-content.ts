import { SessionError } from '../errors/session-error.js';
import { claimStream, isByteStream, piecesOf, type ByteStream } from './byte-stream.js';
import { compressPieces, type CompressionCoding } from './compression.js';
import type { ByteStreamFactory } from './segment.js';

/**
 * Compresses an upload while it is sent, in constant memory and with an unknown length. A function can be sent again,
 * a stream once. Nothing is read before it is sent.
 *
 * Set `Content-Encoding` yourself: request adapters see only bodies in memory, not this one.
 *
 * @example
 * session.upload(compressed(() => createReadStream('day.log'), 'gzip'), 'https://logs.example.com/day', {
 *   headers: { 'Content-Encoding': 'gzip' },
 * });
 */
export function compressed(content: ByteStreamFactory, coding: CompressionCoding): ByteStreamFactory;
export function compressed(content: ByteStream, coding: CompressionCoding): ByteStream;
export function compressed(
  content: ByteStream | ByteStreamFactory,
  coding: CompressionCoding,
): ByteStream | ByteStreamFactory {
  if (typeof content === 'function') return () => compressPieces(piecesOf(content()), coding);
  return { [Symbol.asyncIterator]: () => compressPieces(onlyOnce(content), coding)[Symbol.asyncIterator]() };
}

async function* onlyOnce(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  if (!isByteStream(stream)) throw new TypeError('What is to be compressed is no stream of bytes.');
  if (!claimStream(stream)) {
    const detail = 'the stream to be compressed was read before';
    throw new SessionError({ kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted', detail });
  }
  yield* piecesOf(stream);
}

import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';

/** Content coding that this platform can decode (RFC 9110 §8.4.1). */
export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Zstandard functions of `node:zlib`, which older versions of Node lack. */
interface Zstandard {
  createZstdDecompress(options: zlib.ZlibOptions): Transform;
  zstdDecompressSync(bytes: Uint8Array, options: zlib.ZlibOptions): Uint8Array;
}

const platform: typeof zlib & Partial<Zstandard> = zlib;
const { createZstdDecompress, zstdDecompressSync } = platform;

const CODINGS: ReadonlyMap<string, ContentCoding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ...(createZstdDecompress === undefined ? [] : [['zstd', 'zstd'] as const]),
]);

const MOST_CODINGS = 5;
const PIECE_SIZE = 64 * 1024;

/**
 * Codings to decode for a `Content-Encoding`, the outermost first. Empty if the field names an unknown coding or more
 * than five: the body is then delivered as received.
 */
export function codingsToUndo(contentEncoding: string | undefined): readonly ContentCoding[] {
  if (contentEncoding === undefined) return [];
  const names = contentEncoding.toLowerCase().split(',');
  const applied = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  const codings = applied.map((name) => CODINGS.get(name)).filter((coding) => coding !== undefined);
  return codings.length === applied.length && codings.length <= MOST_CODINGS ? codings.reverse() : [];
}

/** Creates a decoder for a body that begins with `firstByte`. */
export function decoderStream(coding: ContentCoding, firstByte: number): Transform {
  const options = { chunkSize: PIECE_SIZE };
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return isZlibWrapped(firstByte) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'br':
      return zlib.createBrotliDecompress(options);
    case 'zstd':
      return (createZstdDecompress as Zstandard['createZstdDecompress'])(options);
  }
}

/**
 * Decodes a whole body synchronously.
 *
 * @throws `ERR_BUFFER_TOO_LARGE` if the result is longer than `maxOutputLength` bytes.
 */
export function decodeAtOnce(coding: ContentCoding, bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  const options = { maxOutputLength };
  switch (coding) {
    case 'gzip':
      return zlib.gunzipSync(bytes, options);
    case 'deflate':
      return isZlibWrapped(bytes[0]) ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
    case 'br':
      return zlib.brotliDecompressSync(bytes, options);
    case 'zstd':
      return (zstdDecompressSync as Zstandard['zstdDecompressSync'])(bytes, options);
  }
}

/** Tells the zlib format (RFC 1950), which `deflate` stands for, from the raw DEFLATE (RFC 1951) that some servers send. */
function isZlibWrapped(firstByte: number | undefined): boolean {
  return ((firstByte ?? 0) & 0x0f) === 8;
}

import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';

/** A form a body may be sent in (RFC 9110 §8.4.1), as far as this platform can undo it. */
export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** Not in every version of Node. */
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
 * What has to be undone, in that order, before a body with this `Content-Encoding` is what it stands for.
 * Nothing, where it names a coding unknown here, or absurdly many: such a body is handed on as it came.
 */
export function codingsToUndo(contentEncoding: string | undefined): readonly ContentCoding[] {
  if (contentEncoding === undefined) return [];
  const names = contentEncoding.toLowerCase().split(',');
  const applied = names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
  const codings = applied.map((name) => CODINGS.get(name)).filter((coding) => coding !== undefined);
  return codings.length === applied.length && codings.length <= MOST_CODINGS ? codings.reverse() : [];
}

/** A stream that undoes the coding of a body which begins with this byte. */
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

/** The same for a body that is all there; throws `ERR_BUFFER_TOO_LARGE` where it would be longer than that. */
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

/** `deflate` means the zlib format (RFC 1950), but many a server sends the bare DEFLATE inside it (RFC 1951). */
function isZlibWrapped(firstByte: number | undefined): boolean {
  return ((firstByte ?? 0) & 0x0f) === 8;
}

import { describe, expect, it } from '@jest/globals';
import * as zlib from 'node:zlib';
import { codingsToUndo, decodeAtOnce } from '../../../lib/node/wire/content-coding.js';

const hasZstandard = 'zstdCompressSync' in zlib;

describe('the codings to undo', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['identity', []],
    ['gzip', ['gzip']],
    ['X-GZip', ['gzip']],
    ['deflate', ['deflate']],
    ['br', ['br']],
    ['zstd', hasZstandard ? ['zstd'] : []],
    ['gzip, br', ['br', 'gzip']],
    ['deflate,identity , gzip', ['gzip', 'deflate']],
    ['compress', []],
    ['gzip, compress', []],
    ['gzip, gzip, gzip, gzip, gzip, gzip', []],
  ])('of the Content-Encoding %j are %j', (contentEncoding, expected) => {
    expect(codingsToUndo(contentEncoding)).toEqual(expected);
  });
});

describe('decodeAtOnce', () => {
  const text = Buffer.from('some text, some text, some text');

  it.each([
    ['gzip', zlib.gzipSync(text)],
    ['deflate', zlib.deflateSync(text)],
    ['deflate', zlib.deflateSync(text, { windowBits: 9 })],
    ['deflate', zlib.deflateRawSync(text)],
    ['br', zlib.brotliCompressSync(text)],
  ] as const)('undoes %s', (coding, bytes) => {
    expect(decodeAtOnce(coding, bytes, 1000)).toEqual(text);
  });

  it('makes no more bytes than it may', () => {
    expect(() => decodeAtOnce('gzip', zlib.gzipSync(text), 10)).toThrow(
      expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }),
    );
  });
});

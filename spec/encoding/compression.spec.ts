import fc from 'fast-check';
import { gunzipSync, inflateSync } from 'node:zlib';
import { compressBytes, compressPieces, type CompressionCoding } from '../../lib/encoding/compression.js';

const decoders: Record<CompressionCoding, (bytes: Uint8Array) => Buffer> = {
  deflate: (bytes) => inflateSync(bytes),
  gzip: (bytes) => gunzipSync(bytes),
};
const codings = Object.keys(decoders) as CompressionCoding[];

/** Pieces that tell how many were asked for, and whether they were closed. */
class CountedPieces implements AsyncIterable<Uint8Array> {
  asked = 0;
  isClosed = false;

  constructor(private readonly piece: () => Uint8Array) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (; this.asked < 1000; this.asked += 1) yield await Promise.resolve(this.piece());
    } finally {
      this.isClosed = true;
    }
  }
}

const noise = (): Uint8Array => crypto.getRandomValues(new Uint8Array(50_000));

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const piece of pieces) read.push(piece);
  return Buffer.concat(read);
}

describe('compressBytes', () => {
  it('deflates a zero into nine bytes', async () => {
    const deflated = await compressBytes(Uint8Array.of(0), 'deflate');
    expect([...deflated]).toEqual([0x78, 0x5e, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01]);
  });

  it.each(codings)('makes what zlib reads back: %s', async (coding) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        const read = decoders[coding](await compressBytes(bytes, coding));
        expect(read.toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 30 },
    );
  });

  it('takes exactly the bytes of a view', async () => {
    const view = new Uint8Array(Buffer.from('before, text, after')).subarray(8, 12);
    expect(inflateSync(await compressBytes(view, 'deflate')).toString()).toBe('text');
  });

  it('says so where the platform cannot compress', async () => {
    const { CompressionStream } = globalThis;
    Reflect.deleteProperty(globalThis, 'CompressionStream');
    try {
      await expect(compressBytes(new Uint8Array(), 'gzip')).rejects.toMatchObject({ kind: 'unsupported' });
    } finally {
      globalThis.CompressionStream = CompressionStream;
    }
  });
});

describe('compressPieces', () => {
  it.each(codings)('compresses a stream: %s', async (coding) => {
    const pieces = new CountedPieces(() => new Uint8Array(10_000));
    const compressed = await all(compressPieces(pieces, coding));
    expect(compressed.length).toBeLessThan(100_000);
    expect(decoders[coding](compressed).equals(Buffer.alloc(10_000_000))).toBe(true);
  });

  it.each(codings)(
    'reads no faster than it is read, and closes the source when it is left: %s',
    async (coding) => {
      const pieces = new CountedPieces(noise);
      for await (const piece of compressPieces(pieces, coding)) if (piece.length > 1000) break;
      expect(pieces.asked).toBeLessThan(20);
      expect(pieces.isClosed).toBe(true);
    },
  );

  it.each(codings)('fails with what the source fails with: %s', async (coding) => {
    const pieces = new CountedPieces(() => {
      throw new Error('the source broke');
    });
    await expect(all(compressPieces(pieces, coding))).rejects.toThrow('the source broke');
  });
});

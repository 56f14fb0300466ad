import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { Adler32 } from '../../lib/encoding/compression.js';

describe('Adler32', () => {
  it('is 300286872 of Wikipedia', () => {
    const adler = new Adler32().update(new TextEncoder().encode('Wikipedia'));
    expect(adler.checksum).toBe(300_286_872);
    expect([...adler.bytes]).toEqual([0x11, 0xe6, 0x03, 0x98]);
  });

  it('is 1 of nothing', () => {
    expect(new Adler32().update(new Uint8Array()).checksum).toBe(1);
  });

  it('does not overflow', () => {
    const bytes = Buffer.alloc(1_000_000, 0xff);
    expect(Buffer.from(new Adler32().update(bytes).bytes)).toEqual(deflateSync(bytes).subarray(-4));
  });

  it('is that of zlib, in whatever pieces the bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), fc.nat(20_000), (bytes, cut) => {
        const adler = new Adler32().update(bytes.subarray(0, cut)).update(bytes.subarray(cut));
        expect(Buffer.from(adler.bytes).toString('hex')).toBe(
          deflateSync(bytes).subarray(-4).toString('hex'),
        );
      }),
      { numRuns: 50 },
    );
  });
});

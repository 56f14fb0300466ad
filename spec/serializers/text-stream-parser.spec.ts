import fc from 'fast-check';
import { UTF8ChunkDecoder } from '../../lib/serializers/text-stream-parser.js';
import { cut } from '../support/stream-parsing.js';

const STREAMING = { stream: true };

describe('UTF8ChunkDecoder', () => {
  it('decodes what a streaming TextDecoder decodes, of any bytes cut anywhere', () => {
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x98, 0x80, 0xc3, 0xa9, 0x41),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 30 }), fc.array(fc.nat(30)), (given, places) => {
        const bytes = Uint8Array.from(given);
        const chunks = cut(
          bytes,
          places.filter((place) => place < bytes.length),
        );
        const [ours, platform] = [new UTF8ChunkDecoder(), new TextDecoder()].map(
          (decoder) => chunks.map((chunk) => decoder.decode(chunk, STREAMING)).join('') + decoder.decode(),
        );
        expect(ours).toBe(platform);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives every character that a chunk completes', () => {
    const decoder = new UTF8ChunkDecoder();
    const texts = [[0x41, 0xe2], [0x82], [0xac, 0x42]].map((chunk) =>
      decoder.decode(Uint8Array.from(chunk), STREAMING),
    );
    expect(texts).toEqual(['A', '', '€B']);
  });
});

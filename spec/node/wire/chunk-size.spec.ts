import { describe, expect, it } from '@jest/globals';
import { PacedChunks } from '../../../lib/node/wire/chunk-size.js';

/** The sizes in kB, asked for at these times. */
function sizesAt(...times: number[]): number[] {
  let now = 0;
  const paced = new PacedChunks(() => now);
  return times.map((time) => {
    now = time;
    return paced.next() / 1024;
  });
}

describe('paced pieces', () => {
  it('grow while the socket takes them soon, up to 1 MB', () => {
    expect(sizesAt(0, 1, 11, 12, 13, 14)).toEqual([64, 128, 256, 512, 1024, 1024]);
  });

  it('stay where it takes them neither soon nor late', () => {
    expect(sizesAt(0, 10, 50, 150)).toEqual([64, 128, 128, 128]);
  });

  it('are small again where it takes them late', () => {
    expect(sizesAt(0, 1, 2, 103, 104)).toEqual([64, 128, 256, 64, 128]);
  });
});

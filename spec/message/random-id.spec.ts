import { makeRandomID } from '../../lib/message/random-id.js';

describe('a random ID', () => {
  it('is 128 bits in hexadecimal', () => {
    for (let count = 0; count < 1000; count += 1) expect(makeRandomID()).toMatch(/^[\da-f]{32}$/);
  });

  it('is never the same again', () => {
    const ids = Array.from({ length: 1000 }, makeRandomID);
    expect(new Set(ids).size).toBe(1000);
  });
});

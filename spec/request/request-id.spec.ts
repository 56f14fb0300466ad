import { makeRequestID } from '../../lib/request/request-id.js';

describe('the id of a request', () => {
  it('is 128 bits in hexadecimal', () => {
    for (let count = 0; count < 1000; count += 1) expect(makeRequestID()).toMatch(/^[\da-f]{32}$/);
  });

  it('is never the same again', () => {
    const ids = Array.from({ length: 1000 }, makeRequestID);
    expect(new Set(ids).size).toBe(1000);
  });
});

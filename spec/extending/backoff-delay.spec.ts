import { backoffDelay, cappedDelay, type Backoff } from '../../lib/extending/backoff-delay.js';

const backoff: Backoff = { base: 2, scale: 500, jitter: 'none', maximumDelay: 60_000 };
const half = (): number => 0.5;

describe('the delay before a retry', () => {
  it.each([
    ['grows exponentially', {}, [500, 1000, 2000, 4000, 8000]],
    ['grows by its base', { base: 3 }, [500, 1500, 4500]],
    ['stays the same with a base of 1', { base: 1 }, [500, 500, 500]],
    ['is scaled', { scale: 100 }, [100, 200, 400]],
    ['is never longer than the maximum', { maximumDelay: 1500 }, [500, 1000, 1500, 1500]],
    ['is half of it with jitter that comes to a half', { jitter: 'full' as const }, [250, 500, 1000]],
    ['is spread below the maximum', { jitter: 'full' as const, maximumDelay: 600 }, [250, 300, 300]],
    ['is none where it would be negative', { scale: -500 }, [0, 0]],
    ['is none where it would be no number', { base: NaN }, [500, 0]],
  ])('%s', (_how, changes, delays) => {
    expect(delays.map((_, count) => backoffDelay(count, { ...backoff, ...changes }, half))).toEqual(delays);
  });

  it('does not exceed the maximum when the power is beyond numbers', () => {
    expect(backoffDelay(10_000, backoff, half)).toBe(60_000);
  });

  it.each([
    [-1, 0],
    [5, 5],
    [11, 10],
    [Infinity, 10],
    [NaN, 0],
  ])('a delay of %d is capped to %d', (delay, capped) => {
    expect(cappedDelay(delay, 10)).toBe(capped);
  });
});

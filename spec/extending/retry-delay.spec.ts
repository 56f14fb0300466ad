import { backoffDelay, cappedDelay, retryAfterDelay, type Backoff } from '../../lib/extending/retry-delay.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';

const backoff: Backoff = { base: 2, scale: 500, jitter: 'none', maximumDelay: 60_000 };
const half = (): number => 0.5;

describe('backoffDelay', () => {
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

const now = Date.UTC(1994, 10, 6, 8, 49, 37);
const headersOf = (fields: Record<string, string>): HTTPHeaders =>
  HTTPHeaders.received(Object.entries(fields));

describe('retryAfterDelay', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 3 ', 3000],
    ['Sun, 06 Nov 1994 08:49:47 GMT', 10_000],
    ['Sunday, 06-Nov-94 08:49:47 GMT', 10_000],
    ['Sun Nov  6 08:49:47 1994', 10_000],
    ['Sun, 06 Nov 1994 08:49:27 GMT', 0],
  ])('of %p asks to wait %d ms', (value, delay) => {
    expect(retryAfterDelay(headersOf({ 'Retry-After': value }), now)).toBe(delay);
  });

  it.each(['', '-1', '1.5', '10s', 'soon', '2030-01-01', '1e3', 'Sun, 99 Nov 1994 08:49:47 GMT'])(
    'of %p asks nothing',
    (value) => {
      expect(retryAfterDelay(headersOf({ 'Retry-After': value }), now)).toBeUndefined();
    },
  );

  it('that is not there asks nothing', () => {
    expect(retryAfterDelay(headersOf({}), now)).toBeUndefined();
  });

  it('a date is read against the Date of the response, whatever the clock says', () => {
    const headers = headersOf({
      Date: 'Sun, 06 Nov 1994 10:00:00 GMT',
      'Retry-After': 'Sun, 06 Nov 1994 10:00:05 GMT',
    });
    expect(retryAfterDelay(headers, now)).toBe(5000);
    expect(retryAfterDelay(headers, 0)).toBe(5000);
  });

  it('a date is read against the clock where Date is no date', () => {
    const headers = headersOf({ Date: 'today', 'Retry-After': 'Sun, 06 Nov 1994 08:49:38 GMT' });
    expect(retryAfterDelay(headers, now)).toBe(1000);
  });

  it('that came twice is the first', () => {
    const headers = HTTPHeaders.received([
      ['Retry-After', '1'],
      ['retry-after', '2'],
    ]);
    expect(retryAfterDelay(headers, now)).toBe(1000);
  });
});

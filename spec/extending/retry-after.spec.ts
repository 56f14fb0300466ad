import { retryAfterDelay } from '../../lib/extending/retry-after.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';

const now = Date.UTC(1994, 10, 6, 8, 49, 37);
const headersOf = (fields: Record<string, string>): HTTPHeaders =>
  HTTPHeaders.received(Object.entries(fields));

describe('Retry-After', () => {
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

  it('of a date is read against the Date of the response, whatever the clock says', () => {
    const headers = headersOf({
      Date: 'Sun, 06 Nov 1994 10:00:00 GMT',
      'Retry-After': 'Sun, 06 Nov 1994 10:00:05 GMT',
    });
    expect(retryAfterDelay(headers, now)).toBe(5000);
    expect(retryAfterDelay(headers, 0)).toBe(5000);
  });

  it('of a date is read against the clock where Date is no date', () => {
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

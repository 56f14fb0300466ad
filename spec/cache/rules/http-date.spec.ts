import { httpDate, parseHTTPDate } from '../../../lib/cache/rules/http-date.js';

const NOW = Date.UTC(2026, 11, 1);
const TIME = Date.UTC(2050, 7, 18, 2, 1, 18);

describe('HTTP-date, RFC 9110 §5.6.7', () => {
  it.each([
    'Thu, 18 Aug 2050 02:01:18 GMT',
    'THU, 18 AUG 2050 02:01:18 gMT',
    'Thursday, 18-Aug-50 02:01:18 GMT',
    'Thu Aug 18 02:01:18 2050',
    '  Thu, 18 Aug 2050 02:01:18 GMT ',
  ])('reads %j', (text) => {
    expect(parseHTTPDate(text, NOW)).toBe(TIME);
  });

  it('reads the day of asctime that a space comes before', () => {
    expect(parseHTTPDate('Mon Aug  8 02:01:18 2050', NOW)).toBe(Date.UTC(2050, 7, 8, 2, 1, 18));
  });

  it.each([
    ['Sunday, 06-Nov-94 08:49:37 GMT', 1994],
    ['Sunday, 06-Nov-76 08:49:37 GMT', 2076],
    ['Sunday, 06-Nov-77 08:49:37 GMT', 1977],
  ])('places the two digits of %j within 50 years', (text, year) => {
    expect(new Date(parseHTTPDate(text, NOW) ?? NaN).getUTCFullYear()).toBe(year);
  });

  it.each([
    '0',
    '-1',
    '2050-08-18T02:01:18Z',
    'Thu, 18 Aug 2050 02:01:18 UTC',
    'Thu, 18 Aug 2050 02:01:18 AEST',
    'Thu, 18 Aug 50 02:01:18 GMT',
    'Thu 18 Aug 2050 02:01:18 GMT',
    'Thu, 18  Aug  2050 02:01:18 GMT',
    'Thu, 18-Aug-2050 02:01:18 GMT',
    'Thu, 18 Aug 2050 02.01.18 GMT',
    'Thu, 18 Aug 2050 2:01:18 GMT',
    'Thu, 18 Aug 2050 24:01:18 GMT',
    'Thu, 31 Feb 2050 02:01:18 GMT',
    'Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:18 GMT',
  ])('refuses %j', (text) => {
    expect(parseHTTPDate(text, NOW)).toBeUndefined();
  });

  it('writes IMF-fixdate', () => {
    expect(httpDate(TIME + 999)).toBe('Thu, 18 Aug 2050 02:01:18 GMT');
  });
});

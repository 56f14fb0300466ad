import { currentAge, freshnessLifetime, timeToLive } from '../../../lib/cache/rules/freshness.js';
import { CAME, dateAfter, storedResponse } from '../../support/stored-responses.js';

const DAY = 24 * 60 * 60;

describe('age, RFC 9111 §4.2.3', () => {
  it.each<[string, Record<string, string>, number]>([
    ['grows while it is stored', { Date: dateAfter(0) }, 60],
    ['begins with an old Date', { Date: dateAfter(-100) }, 160],
    ['does not shrink with a Date in the future', { Date: dateAfter(100) }, 60],
    ['begins with the Age field', { Date: dateAfter(0), Age: '30' }, 90],
    ['takes the larger of Date and Age', { Date: dateAfter(-100), Age: '30' }, 160],
    ['takes the first of several ages', { Age: '30, 0' }, 90],
    ['caps an age at 2³¹', { Age: '9999999999999' }, 2 ** 31 + 60],
    ...['abc', '-7200', '7200.0', '', '"30"'].map((age): [string, Record<string, string>, number] => [
      `ignores the invalid age ${JSON.stringify(age)}`,
      { Age: age },
      60,
    ]),
  ])('%s', (_, fields, age) => {
    expect(currentAge(storedResponse(fields), CAME + 60_000)).toBe(age);
  });

  it('counts the time that the response took, on top of an Age', () => {
    const response = storedResponse({ Age: '30' }, { requestTime: CAME - 5000 });
    expect(currentAge(response, CAME)).toBe(35);
  });

  it('counts the delay of a response without an Age too', () => {
    expect(currentAge(storedResponse({ Date: dateAfter(0) }, { requestTime: CAME - 5000 }), CAME)).toBe(5);
  });

  it('does not grow backwards when the clock is set back', () => {
    expect(currentAge(storedResponse({}), CAME - 10_000)).toBe(0);
  });
});

describe('freshness lifetime, RFC 9111 §4.2.1', () => {
  it.each<[string, Record<string, string>, number]>([
    ['max-age', { 'Cache-Control': 'max-age=60' }, 60],
    [
      'max-age before Expires',
      { 'Cache-Control': 'max-age=60', Expires: dateAfter(999), Date: dateAfter(0) },
      60,
    ],
    ['Expires after Date', { Expires: dateAfter(999), Date: dateAfter(9) }, 990],
    ['Expires after the time it came, without a Date', { Expires: dateAfter(999) }, 999],
    ['nothing for an Expires in the past', { Expires: dateAfter(-9), Date: dateAfter(0) }, 0],
    ['nothing for an Expires that is no date', { Expires: '0', Date: dateAfter(0) }, 0],
    ['nothing for two lines of Expires', { Expires: `${dateAfter(9)}, ${dateAfter(9)}` }, 0],
    ['a tenth of the time since Last-Modified', { 'Last-Modified': dateAfter(-100), Date: dateAfter(0) }, 10],
    ['a day for what is old', { 'Last-Modified': dateAfter(-999 * DAY), Date: dateAfter(0) }, DAY],
    ['nothing for a Last-Modified in the future', { 'Last-Modified': dateAfter(9), Date: dateAfter(0) }, 0],
    ['nothing for immutable alone', { 'Cache-Control': 'immutable' }, 0],
    ['nothing without any field', {}, 0],
  ])('is %s', (_, fields, lifetime) => {
    expect(freshnessLifetime(storedResponse(fields), 'private')).toBe(lifetime);
  });

  it.each([201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599])(
    'is not made up for a %i',
    (statusCode) => {
      const response = storedResponse(
        { 'Last-Modified': dateAfter(-100), Date: dateAfter(0) },
        { statusCode },
      );
      expect(freshnessLifetime(response, 'private')).toBe(0);
    },
  );

  it.each([200, 203, 204, 301, 308, 404, 405, 410, 414, 501])('is made up for a %i', (statusCode) => {
    const response = storedResponse({ 'Last-Modified': dateAfter(-100), Date: dateAfter(0) }, { statusCode });
    expect(freshnessLifetime(response, 'private')).toBe(10);
  });

  it('is made up for any status that is public', () => {
    const fields = { 'Last-Modified': dateAfter(-100), Date: dateAfter(0), 'Cache-Control': 'public' };
    expect(freshnessLifetime(storedResponse(fields, { statusCode: 599 }), 'private')).toBe(10);
  });

  it('is s-maxage in shared caches alone', () => {
    const response = storedResponse({ 'Cache-Control': 's-maxage=5, max-age=60' });
    expect(freshnessLifetime(response, 'shared')).toBe(5);
    expect(freshnessLifetime(response, 'private')).toBe(60);
  });

  it('has negative time to live once it is over', () => {
    expect(timeToLive(storedResponse({ 'Cache-Control': 'max-age=60' }), 'private', CAME + 90_000)).toBe(-30);
  });
});

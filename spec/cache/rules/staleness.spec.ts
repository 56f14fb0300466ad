import { cacheStatusField, withCacheStatus } from '../../../lib/cache/rules/cache-status.js';
import { invalidatedKeys, isSafe } from '../../../lib/cache/rules/invalidation.js';
import {
  forbidsStale,
  mayServeIfError,
  mayServeWhileRevalidating,
  staleWindow,
} from '../../../lib/cache/rules/serving-stale.js';
import { storedFields } from '../../../lib/cache/rules/stored-fields.js';
import { CAME, dateAfter, received, storedResponse } from '../../support/stored-responses.js';

const at = (seconds: number): number => CAME + seconds * 1000;

describe('serving stale, RFC 5861 and RFC 9111 §4.2.4', () => {
  it.each<[string, 'private' | 'shared', boolean]>([
    ['max-age=1', 'private', false],
    ['max-age=1, must-revalidate', 'private', true],
    ['no-cache', 'private', true],
    ['max-age=1, proxy-revalidate', 'private', false],
    ['max-age=1, proxy-revalidate', 'shared', true],
    ['s-maxage=1', 'private', false],
    ['s-maxage=1', 'shared', true],
  ])('%s forbids it in a %s cache: %s', (cacheControl, mode, forbids) => {
    expect(forbidsStale(storedResponse({ 'Cache-Control': cacheControl }), mode)).toBe(forbids);
  });

  it.each<[string, number, boolean]>([
    ['max-age=10, stale-while-revalidate=5', 15, true],
    ['max-age=10, stale-while-revalidate=5', 16, false],
    ['max-age=10', 11, false],
    ['max-age=10, stale-while-revalidate=5, must-revalidate', 11, false],
  ])('%s lets it be validated in the background after %i s: %s', (cacheControl, seconds, may) => {
    const stored = storedResponse({ 'Cache-Control': cacheControl });
    expect(mayServeWhileRevalidating(stored, 'private', at(seconds))).toBe(may);
  });

  it.each<[string, string | undefined, number, boolean]>([
    ['max-age=10, stale-if-error=5', undefined, 15, true],
    ['max-age=10, stale-if-error=5', undefined, 16, false],
    ['max-age=10', 'stale-if-error=9', 16, true],
    ['max-age=10, must-revalidate', 'stale-if-error=9', 16, false],
  ])(
    '%s lets it replace an error for a request with %s after %i s: %s',
    (cacheControl, asked, seconds, may) => {
      const stored = storedResponse({ 'Cache-Control': cacheControl });
      expect(mayServeIfError(stored, asked, 'private', at(seconds))).toBe(may);
    },
  );

  it('knows how long a stale response may be of use', () => {
    expect(
      staleWindow(storedResponse({ 'Cache-Control': 'stale-while-revalidate=5, stale-if-error=9' })),
    ).toBe(9);
  });
});

describe('invalidation, RFC 9111 §4.4', () => {
  it.each<[string, number, Record<string, string>, string[]]>([
    ['PUT', 204, {}, ['https://example.com/a']],
    ['M-SEARCH', 200, {}, ['https://example.com/a']],
    ['DELETE', 302, {}, ['https://example.com/a']],
    ['POST', 201, { Location: '/b#c' }, ['https://example.com/a', 'https://example.com/b']],
    [
      'POST',
      200,
      { 'Content-Location': 'https://example.com/c' },
      ['https://example.com/a', 'https://example.com/c'],
    ],
    ['POST', 201, { Location: 'https://other.example/b' }, ['https://example.com/a']],
    ['POST', 201, { Location: 'http://[' }, ['https://example.com/a']],
    ['PUT', 404, {}, []],
    ['PUT', 500, { Location: '/b' }, []],
    ['GET', 200, { Location: '/b' }, []],
  ])('%s answered with %i and %j removes %j', (method, statusCode, fields, keys) => {
    const response = { statusCode, headers: received(fields) };
    expect(invalidatedKeys(method, 'https://example.com/a', response)).toEqual(keys);
  });

  it.each(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])('%s is safe', (method) => {
    expect(isSafe(method)).toBe(true);
  });
});

describe('Cache-Status, RFC 9211', () => {
  it.each<[Parameters<typeof cacheStatusField>[0], string]>([
    [{ kind: 'hit', timeToLive: 9.9 }, 'rxsession; hit; ttl=9'],
    [{ kind: 'hit', timeToLive: -1.5 }, 'rxsession; hit; ttl=-2'],
    [{ kind: 'hit', timeToLive: 1, isCollapsed: true }, 'rxsession; hit; ttl=1; collapsed'],
    [
      { kind: 'forwarded', reason: 'stale', status: 304, timeToLive: 60 },
      'rxsession; fwd=stale; fwd-status=304; ttl=60',
    ],
    [{ kind: 'forwarded', reason: 'stale' }, 'rxsession; fwd=stale'],
    [{ kind: 'unavailable' }, 'rxsession; detail=only-if-cached'],
  ])('%j is %s', (status, field) => {
    expect(cacheStatusField(status)).toBe(field);
  });

  it('comes after the caches that are nearer to the origin', () => {
    expect(withCacheStatus('cdn; hit', { kind: 'hit', timeToLive: 1 })).toBe(
      'cdn; hit, rxsession; hit; ttl=1',
    );
  });
});

describe('stored fields, RFC 9111 §3.1', () => {
  it.each<[Record<string, string>, Record<string, string>]>([
    [{ Connection: 'a, B', A: '1', b: '2', C: '3' }, { C: '3' }],
    [
      {
        'Keep-Alive': 'x',
        TE: 'x',
        Upgrade: 'x',
        'Transfer-Encoding': 'x',
        'Proxy-Authenticate': 'x',
        Warning: 'x',
      },
      {},
    ],
  ])('of %j are %j, and a Date', (fields, kept) => {
    expect(storedFields(received(fields), CAME).toJSON()).toEqual({ ...kept, Date: dateAfter(0) });
  });

  it('keep the Date that came', () => {
    expect(storedFields(received({ Date: dateAfter(-9) }), CAME).toJSON()).toEqual({ Date: dateAfter(-9) });
  });
});

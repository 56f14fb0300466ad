import { isForEveryone, isStorable, type StoringQuestion } from '../../../lib/cache/rules/storability.js';
import { received } from '../../support/stored-responses.js';

interface Case {
  readonly method?: string;
  readonly status?: number;
  readonly sent?: Record<string, string>;
  readonly came?: Record<string, string>;
  readonly mode?: 'private' | 'shared';
}

function question({
  method = 'GET',
  status = 200,
  sent = {},
  came = {},
  mode = 'private',
}: Case): StoringQuestion {
  const response = { statusCode: status, headers: received(came) };
  return { method, url: 'https://example.com/a', requestHeaders: received(sent), response, mode };
}

const FRESH = { 'Cache-Control': 'max-age=60' };

describe('storing responses, RFC 9111 §3', () => {
  it.each<[string, Case]>([
    ['a plain 200', {}],
    ['a lifetime of nothing', { came: { 'Cache-Control': 'max-age=0' } }],
    ['no-cache, to be validated', { came: { 'Cache-Control': 'no-cache' } }],
    ['private, in a private cache', { came: { 'Cache-Control': 'private' }, status: 403 }],
    ['public, whatever its status', { came: { 'Cache-Control': 'public' }, status: 599 }],
    ['any status with a lifetime', { came: FRESH, status: 503 }],
    ['any status with Expires', { came: { Expires: 'x' }, status: 302 }],
    ['no-store beside must-understand', { came: { 'Cache-Control': 'no-store, must-understand' } }],
    ['Set-Cookie, in a private cache', { came: { 'Set-Cookie': 'a=b' } }],
    ['an answer to Authorization, in a private cache', { sent: { Authorization: 'x' } }],
    ['a POST that names its own URL', { method: 'POST', came: { ...FRESH, 'Content-Location': '/a' } }],
    [
      'an answer to Authorization that is public',
      { mode: 'shared', sent: { Authorization: 'x' }, came: { 'Cache-Control': 'public' } },
    ],
    [
      's-maxage beside Authorization',
      { mode: 'shared', sent: { Authorization: 'x' }, came: { 'Cache-Control': 's-maxage=1' } },
    ],
    [
      'must-revalidate beside Authorization',
      { mode: 'shared', sent: { Authorization: 'x' }, came: { 'Cache-Control': 'must-revalidate' } },
    ],
  ])('stores %s', (_, given) => {
    expect(isStorable(question(given))).toBe(true);
  });

  it.each<[string, Case]>([
    ['no-store', { came: { 'Cache-Control': 'No-Store, max-age=9' } }],
    ['what is asked for with no-store', { sent: { 'Cache-Control': 'no-store' }, came: FRESH }],
    ['a status without a lifetime', { status: 403 }],
    ['a 304', { status: 304, came: FRESH }],
    ['informational answers', { status: 103, came: FRESH }],
    [
      'must-understand with a status nobody knows',
      { status: 599, came: { 'Cache-Control': 'must-understand, max-age=9' } },
    ],
    ['Vary: *', { came: { ...FRESH, Vary: '*' } }],
    ['Vary: * among others', { came: { ...FRESH, Vary: 'Foo, *' } }],
    [
      'Vary of a thousand names',
      { came: { ...FRESH, Vary: Array.from({ length: 1000 }, (_, n) => `x${n}`).join() } },
    ],
    ['HEAD', { method: 'HEAD', came: FRESH }],
    ['PUT', { method: 'PUT', came: FRESH }],
    ['a POST', { method: 'POST', came: FRESH }],
    ['a POST of another location', { method: 'POST', came: { ...FRESH, 'Content-Location': '/b' } }],
    ['a POST of no location', { method: 'POST', came: { ...FRESH, 'Content-Location': 'http://[' } }],
    ['a POST without a lifetime', { method: 'POST', came: { 'Content-Location': '/a' } }],
    ['private in a shared cache', { mode: 'shared', came: { 'Cache-Control': 'private, max-age=9' } }],
    ['Set-Cookie in a shared cache', { mode: 'shared', came: { ...FRESH, 'Set-Cookie': 'a=b' } }],
    [
      'an answer to Authorization in a shared cache',
      { mode: 'shared', sent: { Authorization: 'x' }, came: FRESH },
    ],
  ])('does not store %s', (_, given) => {
    expect(isStorable(question(given))).toBe(false);
  });

  it.each<[Record<string, string>, boolean, boolean]>([
    [{}, false, true],
    [FRESH, true, false],
    [{ 'Cache-Control': 'public' }, true, true],
    [{ 'Cache-Control': 's-maxage=5' }, true, true],
  ])(
    'a shared cache hands %j, asked for with credentials: %s, to everyone: %s',
    (came, hasCredentials, isShared) => {
      expect(isForEveryone({ statusCode: 200, headers: received(came) }, hasCredentials)).toBe(isShared);
    },
  );
});

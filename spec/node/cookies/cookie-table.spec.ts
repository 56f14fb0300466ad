import { describe, expect, it } from '@jest/globals';
import { CookieJar } from 'rxsession/node';

const HOME = 'https://www.example.com/docs/page';
const LONG = 'x'.repeat(4096);

/** `Set-Cookie` lines of one response, and the `Cookie` that Chromium 156 sends to the same URL afterwards. */
const COOKIES: readonly (readonly [lines: readonly string[], sent: string])[] = [
  // names and values
  [['a=1'], 'a=1'],
  [[' a = 1 '], 'a=1'],
  [['a='], 'a='],
  [['=1'], '1'],
  [['1'], '1'],
  [['=a=b'], ''],
  [['a=b=c'], 'a=b=c'],
  [['a="b c"'], 'a="b c"'],
  [['a=b,c'], 'a=b,c'],
  [['a=\tb\t'], 'a=b'],
  [['='], ''],
  [[' ; Path=/'], ''],
  [['a=1', '2', 'b=3'], 'a=1; 2; b=3'],
  [['1', '2'], '2'],
  [['a=1', 'a=2'], 'a=2'],
  [['a=1', 'A=2'], 'a=1; A=2'],
  [[`a=${LONG.slice(1)}`], `a=${LONG.slice(1)}`],
  [[`a=${LONG}`], ''],
  // prefixes
  [['__Secure-a=1; Secure'], '__Secure-a=1'],
  [['__Secure-a=1'], ''],
  [['__SECURE-a=1'], ''],
  [['__secure-a=1; Secure'], '__secure-a=1'],
  [['__Host-a=1; Secure; Path=/'], '__Host-a=1'],
  [['__Host-a=1; Secure; Path=/docs'], ''],
  [['__Host-a=1; Secure'], ''],
  [['__Host-a=1; Path=/'], ''],
  [['__host-a=1; Secure; Path=/; Domain=example.com'], ''],
  [['__HOST-a=1; Path=/'], ''],
  [['__Http-a=1; Secure; HttpOnly'], '__Http-a=1'],
  [['__Http-a=1; Secure'], ''],
  [['__http-a=1; HttpOnly'], ''],
  [['__Host-Http-a=1; Secure; HttpOnly; Path=/'], '__Host-Http-a=1'],
  [['__Host-Http-a=1; Secure; Path=/'], ''],
  [['__host-http-a=1; Secure; HttpOnly'], ''],
  [['=__Secure-a=1'], ''],
  [['__Host-a'], ''],
  [['=__Http-a=1; Secure; HttpOnly'], ''],
  // domains
  [['a=1; Domain=example.com'], 'a=1'],
  [['a=1; Domain=.example.com'], 'a=1'],
  [['a=1; Domain=EXAMPLE.com'], 'a=1'],
  [['a=1; Domain=www.example.com'], 'a=1'],
  [['a=1; Domain=com'], ''],
  [['a=1; Domain=api.example.com'], ''],
  [['a=1; Domain=ample.com'], ''],
  [['a=1; Domain='], 'a=1'],
  [['a=1', 'a=2; Domain=www.example.com'], 'a=1; a=2'],
  [['a=1; Domain=www.example.com', 'a=2'], 'a=1; a=2'],
  [['a=1', 'a=2; Domain=www.example.com', 'a=; Max-Age=0'], 'a=2'],
  [['a=1', 'a=2; Domain=www.example.com', 'a=; Max-Age=0; Domain=www.example.com'], 'a=1'],
  // paths, order and expiry
  [['a=1; Path=/'], 'a=1'],
  [['a=1; Path=/docs'], 'a=1'],
  [['a=1; Path=/doc'], ''],
  [['a=1; Path=docs'], 'a=1'],
  [['a=1; Path=/other; Path=/'], 'a=1'],
  [['a=1; Path=/', 'b=2; Path=/docs'], 'b=2; a=1'],
  [['a=1; Max-Age=60'], 'a=1'],
  [['a=1; Max-Age=0'], ''],
  [['a=1; Max-Age=-1'], ''],
  [['a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT'], ''],
  [['a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=60'], 'a=1'],
  [['a=1; expires=nonsense'], 'a=1'],
  [[`a=1; Path=/${'x'.repeat(1025)}`], 'a=1'],
  [['a=1; Secure; HttpOnly; SameSite=Strict; Partitioned; Priority=High; Unknown'], 'a=1'],
];

describe('a CookieJar, by RFC 6265bis and as Chromium', () => {
  it.each(COOKIES)('%j sends %j', async (lines, sent) => {
    const jar = new CookieJar();
    await jar.setCookies(lines, HOME);
    expect(jar.cookieString(HOME)).toBe(sent);
  });

  it.each([
    ['keeps a tab within a value, which Chromium refuses', ['a=b\tc'], 'a=b\tc'],
    ['keeps the age of a cookie that changes, which Chromium renews', ['a=1', 'b=2', 'a=3'], 'a=3; b=2'],
  ])('%s', async (_what, lines, sent) => {
    const jar = new CookieJar();
    await jar.setCookies(lines, HOME);
    expect(jar.cookieString(HOME)).toBe(sent);
  });

  it.each(['a=\0b', 'a=b\x01', 'a\x7f=b', 'a=b\nX: y', 'a=1; Path=/\0'])(
    'ignores %j, which has a control',
    (line) => {
      const jar = new CookieJar();
      void jar.setCookies([line], HOME);
      expect(jar.cookieString(HOME)).toBe('');
    },
  );

  it.each(['__Host-a=1', '=', 'a\0=1'])('refuses %j by hand', async (line) => {
    await expect(new CookieJar().setCookie(line, HOME)).rejects.toThrow('is no cookie that may be set');
  });

  it('lists and forgets both of a host-only cookie and one with a Domain', async () => {
    const jar = new CookieJar();
    await jar.setCookies(['a=1', 'a=2; Domain=www.example.com'], HOME);
    expect((await jar.cookies(HOME)).map(({ hostOnly }) => hostOnly)).toEqual([true, false]);
    await jar.removeAllCookies();
    expect(jar.cookieString(HOME)).toBe('');
  });
});

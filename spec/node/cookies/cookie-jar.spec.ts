import { describe, expect, it } from '@jest/globals';
import { CookieJar } from 'rxsession/node';
import { MemoryCookieStore, Store } from 'tough-cookie';

const HOME = 'https://www.example.com/docs/page';

function jarOf(...lines: string[]): CookieJar {
  const jar = new CookieJar();
  void jar.setCookies(lines, HOME);
  return jar;
}

describe('a CookieJar', () => {
  it.each([
    ['a=1', 'https://www.example.com/docs/other', 'a=1'],
    ['a=1', 'https://www.example.com/', ''],
    ['a=1; Path=/', 'https://www.example.com/', 'a=1'],
    ['a=1; Path=/', 'https://example.com/', ''],
    ['a=1; Path=/; Domain=example.com', 'https://api.example.com/', 'a=1'],
    ['a=1; Path=/; Domain=com', 'https://www.example.com/', ''],
    ['a=1; Path=/; Domain=other.com', 'https://other.com/', ''],
    ['a=1; Path=/; Secure', 'http://www.example.com/', ''],
    ['a=1; Path=/; HttpOnly; SameSite=Strict', 'http://www.example.com/', 'a=1'],
    ['a=1; Path=/; Max-Age=0', 'https://www.example.com/', ''],
    ['__Host-a=1; Path=/docs; Secure', 'https://www.example.com/docs', ''],
    ['', 'https://www.example.com/', ''],
  ])('that is told %j sends to %s: %j', (line, url, expected) => {
    expect(jarOf(line).cookieString(url)).toBe(expected);
  });

  it('takes in each line, and leaves out the bad ones alone', () => {
    expect(
      jarOf('a=1', 'c=3; Domain=com', 'b=2; Expires=Wed, 21 Oct 2099 07:28:00 GMT').cookieString(HOME),
    ).toBe('a=1; b=2');
  });

  it('says what is wrong with a cookie that is set by hand', async () => {
    await expect(new CookieJar().setCookie('a=1; Domain=com', HOME)).rejects.toThrow(/public suffix/);
  });

  it('lists what it has, and forgets all of it', async () => {
    const jar = jarOf('a=1; Secure');
    expect(await jar.cookies(HOME)).toMatchObject([{ key: 'a', value: '1', secure: true }]);
    await jar.removeAllCookies();
    expect(jar.cookieString(HOME)).toBe('');
  });

  it('waits for a store that takes time', async () => {
    const store = Object.assign(new MemoryCookieStore(), { synchronous: false });
    const jar = new CookieJar({ store });
    await jar.setCookies(['a=1', '__Host-bad=1'], HOME);
    await jar.setCookie('b=2', HOME);
    expect(await jar.cookieString(HOME)).toBe('a=1; b=2');
    await expect(jar.setCookie('c=3; Domain=com', HOME)).rejects.toThrow(/public suffix/);
  });

  it.each([
    ['s=evil', '/docs/page', 's=good'],
    ['s=evil; Path=/docs/deeper', '/docs/deeper/page', 's=good'],
    ['s=evil; Path=/docs; Domain=example.com', '/docs/page', 's=good'],
    ['s=other; Path=/', '/', 's=other'],
    ['t=1; Path=/docs', '/docs/page', 's=good; t=1'],
  ])('lets no response that is not secure lay %j over a secure cookie', async (line, path, expected) => {
    const store = Object.assign(new MemoryCookieStore(), { synchronous: false });
    for (const jar of [new CookieJar(), new CookieJar({ store })]) {
      await jar.setCookies(['s=good; Path=/docs; Secure'], HOME);
      await jar.setCookies([line], `http://www.example.com${path}`);
      expect(await jar.cookieString(`https://www.example.com${path}`)).toBe(expected);
    }
  });

  it.each([
    ['api.example.com', 's=good; Secure', 'www.example.com', 's=evil; Domain=example.com'],
    ['api.example.com', 's=good; Secure', 'example.com', 's=evil; Domain=example.com'],
    ['www.example.com', 's=good; Secure; Domain=example.com', 'api.example.com', 's=evil'],
    [
      'www.example.com',
      's=good; Secure; Domain=example.com',
      'api.example.com',
      's=evil; Path=/; Domain=example.com',
    ],
  ])('keeps for %s its %j when http://%s says %j', async (host, good, other, evil) => {
    const store = Object.assign(new MemoryCookieStore(), { synchronous: false });
    for (const jar of [new CookieJar(), new CookieJar({ store })]) {
      await jar.setCookies([good], `https://${host}/`);
      await jar.setCookies([evil], `http://${other}/`);
      for (const asked of [host, other]) {
        expect(await jar.cookieString(`https://${asked}/`)).not.toContain('evil');
      }
      expect(await jar.cookieString(`https://${host}/`)).toBe('s=good');
    }
  });

  it.each([
    ['of a name of its own', 't=1; Path=/; Domain=example.com', 's=good; t=1'],
    ['of another folder', 's=other; Path=/other; Domain=example.com', 's=good'],
    ['where nothing is nested', 's=other; Path=/; Domain=other.example.com', 's=good'],
  ])('takes from http what is %s', async (_, line, expected) => {
    const jar = new CookieJar();
    await jar.setCookies(['s=good; Path=/docs; Secure'], 'https://api.example.com/');
    await jar.setCookies([line], 'http://other.example.com/other/page');
    expect(jar.cookieString('https://api.example.com/docs')).toBe(expected);
    expect(jar.cookieString('http://other.example.com/other')).toContain(line.slice(0, line.indexOf(';')));
  });

  it('gives no secure cookie away to a flood of others that could then take its place', async () => {
    const jar = new CookieJar();
    await jar.setCookies(['s=good; Path=/; Secure'], HOME);
    const flood = Array.from({ length: 180 }, (_, index) => `c${index}=1; Path=/`);
    await jar.setCookies(flood, 'http://www.example.com/');
    await jar.setCookies(['s=evil; Path=/'], 'http://www.example.com/');
    const names = (await jar.cookies(HOME)).map(({ key, value }) => `${key}=${value}`);
    expect([names.length, names.filter((pair) => pair.startsWith('s='))]).toEqual([180, ['s=good']]);
  });

  it('leaves out one for a domain that is no host', () => {
    const jar = jarOf('s=good; Path=/; Secure');
    void jar.setCookies(['s=1; Domain=\u00e9 b', 't=1; Path=/'], 'http://www.example.com/');
    expect(jar.cookieString(HOME)).toBe('s=good; t=1');
  });

  it.each<[string, unknown, string]>([
    ['none', [], 's=evil'],
    ['no list', new Map(), 's=good'],
  ])('goes by what a store promises: %s', async (_, promised, expected) => {
    const getAllCookies = (): Promise<unknown> => Promise.resolve(promised);
    const store = Object.assign(new MemoryCookieStore(), { synchronous: false, getAllCookies });
    const jar = new CookieJar({ store });
    await jar.setCookies(['s=good; Path=/; Secure'], HOME);
    await jar.setCookies(['s=evil; Path=/'], 'http://www.example.com/');
    expect(await jar.cookieString(HOME)).toBe(expected);
  });

  it('fails where its store promises a list and breaks the promise', async () => {
    const getAllCookies = (): Promise<unknown> => Promise.reject(new Error('locked'));
    const jar = new CookieJar({
      store: Object.assign(new MemoryCookieStore(), { synchronous: false, getAllCookies }),
    });
    await expect(jar.setCookies(['a=1'], 'http://www.example.com/')).rejects.toThrow('locked');
  });

  it.each([true, false])('takes no error for none, however it is told (%p)', async (synchronous) => {
    const getAllCookies = (told: (error: undefined, cookies: []) => void): void => told(undefined, []);
    const store = Object.assign(new MemoryCookieStore(), { synchronous, getAllCookies });
    const jar = new CookieJar({ store });
    await jar.setCookies(['a=1'], 'http://www.example.com/');
    expect(await jar.cookieString('http://www.example.com/')).toBe('a=1');
  });

  it.each([true, false])('fails where its store fails to list its cookies (%p)', async (synchronous) => {
    const getAllCookies = (told: (error: Error) => void): void => told(new Error('locked'));
    const store = Object.assign(new MemoryCookieStore(), { synchronous, getAllCookies });
    const set = async (): Promise<void> =>
      new CookieJar({ store }).setCookies(['a=1'], 'http://www.example.com/');
    await expect(set()).rejects.toThrow('locked');
  });

  it('lets one that has expired be laid over', async () => {
    const jar = new CookieJar();
    await jar.setCookie('s=old; Secure; Expires=Wed, 21 Oct 2015 07:28:00 GMT', 'https://api.example.com/');
    await jar.setCookies(['s=new; Domain=example.com; Path=/'], 'http://www.example.com/');
    expect(jar.cookieString('https://api.example.com/')).toBe('s=new');
  });

  it.each([true, false])(
    'asks a store that cannot list all for those of the host (%p)',
    async (synchronous) => {
      const store = Object.assign(new MemoryCookieStore(), {
        synchronous,
        getAllCookies: Store.prototype.getAllCookies,
      });
      const jar = new CookieJar({ store });
      await jar.setCookies(['s=good; Secure; Path=/; Domain=example.com'], HOME);
      await jar.setCookies(['s=evil; Path=/'], 'http://api.example.com/');
      expect(await jar.cookieString('https://api.example.com/')).toBe('s=good');
    },
  );

  it.each(['http://localhost:8080/', 'http://127.0.0.1/', 'http://[::1]/'])(
    'takes %s for secure, which no network lies before',
    async (url) => {
      const jar = new CookieJar();
      await jar.setCookies(['s=1; Secure'], url);
      await jar.setCookies(['s=2'], url);
      expect(jar.cookieString(url)).toBe('s=2');
    },
  );

  it.each([
    [4096, 1],
    [4097, 0],
  ])('that is told a cookie of %d bytes keeps %d', async (size, count) => {
    expect(await jarOf(`a=${'x'.repeat(size - 1)}`).cookies(HOME)).toHaveLength(count);
  });

  it('keeps the newest of more cookies than a host may have', async () => {
    const lines = Array.from({ length: 190 }, (_, index) => `c${index}=1`);
    const store = Object.assign(new MemoryCookieStore(), { synchronous: false });
    for (const jar of [new CookieJar(), new CookieJar({ store })]) {
      await jar.setCookies(['other=1'], 'https://other.example/');
      for (const line of lines) await jar.setCookies([line], HOME);
      const names = (await jar.cookies(HOME)).map(({ key }) => key);
      expect([names.length, names[0], names.at(-1)]).toEqual([180, 'c10', 'c189']);
      expect(await jar.cookies('https://other.example/')).toHaveLength(1);
    }
  });
});

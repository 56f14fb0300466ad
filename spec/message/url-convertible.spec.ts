import { SessionError } from '../../lib/errors/session-error.js';
import { isHTTPURL, printableURL, urlText } from '../../lib/message/url-convertible.js';

describe('the text of a URL', () => {
  it.each([
    ['https://a.example', 'https://a.example/'],
    ['HTTPS://A.EXAMPLE:443/a b', 'https://a.example/a%20b'],
    ['invalid', 'invalid'],
    ['/path?q', '/path?q'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
  ])('%j is %j', (given, text) => {
    expect(urlText(given)).toBe(text);
  });

  it('is that of a URL, and of what gives one', () => {
    const url = new URL('https://a.example/x');
    expect(urlText(url)).toBe('https://a.example/x');
    expect(urlText({ asURL: () => url })).toBe('https://a.example/x');
  });

  it('is resolved against a base', () => {
    expect(urlText('x?q', 'https://a.example/dir/page')).toBe('https://a.example/dir/x?q');
    expect(urlText('https://b.example/', 'https://a.example/')).toBe('https://b.example/');
  });

  it.each(['', 'https://', 'http://a b', 'https://[::1', 'http://a:99999'])('is none of %j', (text) => {
    expect(() => urlText(text)).toThrow(SessionError);
    expect(() => urlText(text)).toThrow(
      expect.objectContaining({ kind: 'invalidURL', urlConvertible: text }) as Error,
    );
  });

  it('lets through what a convertible throws', () => {
    const broken = new Error('broken');
    const asURL = (): never => {
      throw broken;
    };
    expect(() => urlText({ asURL })).toThrow(broken);
  });
});

describe('a URL', () => {
  it.each([
    ['http://a', true],
    ['HTTPS://a/', true],
    ['http:///a', false],
    ['http:a', false],
    ['ftp://a', false],
    ['/a', false],
    ['', false],
  ])('%j is one that a session loads: %p', (url, expected) => {
    expect(isHTTPURL(url)).toBe(expected);
  });

  it.each([
    ['https://user:secret@a.example/b@c', 'https://a.example/b@c'],
    ['https://a.example/?to=b@c', 'https://a.example/?to=b@c'],
    ['/relative@', '/relative@'],
  ])('%s is printed as %s', (url, printed) => {
    expect(printableURL(url)).toBe(printed);
  });
});

import fc from 'fast-check';
import { afURLQueryAllowed, percentEscaping } from '../../lib/encoding/percent-escaping.js';
import { URLEncodedFormEncoder } from '../../lib/encoding/url-encoded-form-encoder.js';

describe('percentEscaping', () => {
  it.each([
    [{ reserved: ":#[]@!$&'()*+,;=" }, 'reserved=%3A%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D'],
    [{ illegal: ' "#%<>[]\\^`{}|' }, 'illegal=%20%22%23%25%3C%3E%5B%5D%5C%5E%60%7B%7D%7C'],
    [{ 'foo&bar': 'baz&qux', foobar: 'bazqux' }, 'foo%26bar=baz%26qux&foobar=bazqux'],
    [{ '?foo?': '?bar?' }, '?foo?=?bar?'],
    [{ ' foo ': ' bar ' }, '%20foo%20=%20bar%20'],
    [{ '+foo+': '+bar+' }, '%2Bfoo%2B=%2Bbar%2B'],
    [{ 'percent%': '%25' }, 'percent%25=%2525'],
    [
      { french: 'français', japanese: '日本語', arabic: 'العربية', emoji: '😃' },
      'arabic=%D8%A7%D9%84%D8%B9%D8%B1%D8%A8%D9%8A%D8%A9&emoji=%F0%9F%98%83&french=fran%C3%A7ais&japanese=%E6%97%A5%E6%9C%AC%E8%AA%9E',
    ],
    [{ control: '\0\t\r\n\x7f' }, 'control=%00%09%0D%0A%7F'],
    [{ half: 'a\ud800b' }, 'half=a%EF%BF%BDb'],
  ])('escapes %j', (value, expected) => {
    expect(new URLEncodedFormEncoder().encode(value)).toBe(expected);
  });

  it('escapes thousands of Chinese characters', () => {
    const escaped =
      '%E4%B8%80%E4%BA%8C%E4%B8%89%E5%9B%9B%E4%BA%94%E5%85%AD%E4%B8%83%E5%85%AB%E4%B9%9D%E5%8D%81';
    const value = { chinese: '一二三四五六七八九十'.repeat(2000) };
    expect(new URLEncodedFormEncoder().encode(value)).toBe(`chinese=${escaped.repeat(2000)}`);
  });

  it('escapes what is not among the allowed characters', () => {
    const allowedCharacters = afURLQueryAllowed.replace(/[?/]/g, '');
    expect(new URLEncodedFormEncoder({ allowedCharacters }).encode({ allowed: '?/' })).toBe('allowed=%3F%2F');
    expect(percentEscaping('é+', 'percentEscaped')('é+è')).toBe('é+%C3%A8');
  });

  it('replaces spaces by pluses', () => {
    const encoder = new URLEncodedFormEncoder({ spaceEncoding: 'plusReplaced' });
    expect(encoder.encode({ spaces: 'replace with spaces' })).toBe('spaces=replace+with+spaces');
    expect(encoder.encode({ 'a b': '1 + 1' })).toBe('a+b=1+%2B+1');
  });

  it('is undone by decodeURIComponent', () => {
    const escape = percentEscaping(afURLQueryAllowed, 'percentEscaped');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeURIComponent(escape(text))).toBe(text);
      }),
    );
  });
});

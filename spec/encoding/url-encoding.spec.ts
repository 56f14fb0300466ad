import type { Parameters } from '../../lib/encoding/parameter-encoder.js';
import { URLEncoding } from '../../lib/encoding/url-encoding.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { thrownBy } from '../support/thrown.js';

const boxed = (value: unknown): unknown => Object(value) as unknown;

const ANY = 'https://example.com/';
const CHINESE = '一二三四五六七八九十';
const ESCAPED = '%E4%B8%80%E4%BA%8C%E4%B8%89%E5%9B%9B%E4%BA%94%E5%85%AD%E4%B8%83%E5%85%AB%E4%B9%9D%E5%8D%81';

function queryOf(
  parameters: Parameters | null,
  encoding = URLEncoding.default,
  url = ANY,
): string | undefined {
  return encoding.encode(new URLRequest(url), parameters).url.split('?').slice(1).join('?') || undefined;
}

describe('URLEncoding', () => {
  it.each([null, undefined, {}])('leaves the URL without a query for %p', (parameters) => {
    expect(URLEncoding.default.encode(new URLRequest(ANY), parameters).url).toBe(ANY);
  });

  it.each([
    [{ foo: 'bar' }, 'foo=bar'],
    [{ foo: 'bar', baz: 'qux' }, 'baz=qux&foo=bar'],
    [{ foo: 25 }, 'foo=25'],
    [{ foo: boxed(25) }, 'foo=25'],
    [{ foo: false }, 'foo=0'],
    [{ foo: boxed(false) }, 'foo=0'],
    [{ foo: 1 }, 'foo=1'],
    [{ foo: 1.1 }, 'foo=1.1'],
    [{ foo: true }, 'foo=1'],
    [{ foo: ['a', 1, true] }, 'foo%5B%5D=a&foo%5B%5D=1&foo%5B%5D=1'],
    [{ foo: { bar: 1 } }, 'foo%5Bbar%5D=1'],
    [{ foo: { bar: { baz: 1 } } }, 'foo%5Bbar%5D%5Bbaz%5D=1'],
    [
      { foo: { bar: { baz: ['a', 1, true] } } },
      'foo%5Bbar%5D%5Bbaz%5D%5B%5D=a&foo%5Bbar%5D%5Bbaz%5D%5B%5D=1&foo%5Bbar%5D%5Bbaz%5D%5B%5D=1',
    ],
    [
      { b: new Date(500), a: { z: null, y: undefined, b: 2, a: 1 } },
      'a%5Bb%5D=2&a%5Ba%5D=1&b=1970-01-01T00%3A00%3A00Z',
    ],
  ])('encodes %j', (parameters, expected) => {
    expect(queryOf(parameters)).toBe(expected);
  });

  it('numbers the elements of an array', () => {
    const parameters = { foo: ['a', 1, true, { bar: 2 }, { qux: 3 }, { quy: { quz: 3 } }] };
    expect(queryOf(parameters, new URLEncoding({ arrayEncoding: 'indexInBrackets' }))).toBe(
      'foo%5B0%5D=a&foo%5B1%5D=1&foo%5B2%5D=1&foo%5B3%5D%5Bbar%5D=2&foo%5B4%5D%5Bqux%5D=3&foo%5B5%5D%5Bquy%5D%5Bquz%5D=3',
    );
  });

  it.each([
    [{ foo: ['a', 1, true] }, 'foo=a&foo=1&foo=1'],
    [
      { foo: { bar: { baz: ['a', 1, true] } } },
      'foo%5Bbar%5D%5Bbaz%5D=a&foo%5Bbar%5D%5Bbaz%5D=1&foo%5Bbar%5D%5Bbaz%5D=1',
    ],
  ])('encodes %j without brackets of arrays', (parameters, expected) => {
    expect(queryOf(parameters, new URLEncoding({ arrayEncoding: 'noBrackets' }))).toBe(expected);
  });

  it('keys elements as a function says', () => {
    const encoding = new URLEncoding({ arrayEncoding: (key, index) => `${key}.${String(index + 1)}` });
    expect(queryOf({ foo: ['a', 1, true] }, encoding)).toBe('foo.1=a&foo.2=1&foo.3=1');
  });

  it('writes booleans literally, and numbers as ever', () => {
    const numbers = {
      a: 1,
      b: 0,
      c: 1.0,
      d: 0.0,
      e: boxed(1),
      f: boxed(0),
      g: boxed(1.0),
      h: boxed(0.0),
    };
    const bools = { i: true, j: false, k: boxed(true), l: boxed(false) };
    expect(queryOf({ ...numbers, ...bools }, new URLEncoding({ boolEncoding: 'literal' }))).toBe(
      'a=1&b=0&c=1&d=0&e=1&f=0&g=1&h=0&i=true&j=false&k=true&l=false',
    );
  });

  it.each([
    [{ reserved: '?/' }, 'reserved=?/'],
    [{ numbers: '0123456789' }, 'numbers=0123456789'],
    [{ uppercase: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' }, 'uppercase=ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    [{ illegal: ' "#%<>[]\\^`{}|' }, 'illegal=%20%22%23%25%3C%3E%5B%5D%5C%5E%60%7B%7D%7C'],
    [{ 'foo&bar': 'baz&qux', foobar: 'bazqux' }, 'foo%26bar=baz%26qux&foobar=bazqux'],
    [{ foo: '/bar/baz/qux' }, 'foo=/bar/baz/qux'],
    [{ ' foo ': ' bar ' }, '%20foo%20=%20bar%20'],
    [{ '+foo+': '+bar+' }, '%2Bfoo%2B=%2Bbar%2B'],
    [{ percent: '%25' }, 'percent=%2525'],
  ])('escapes %j', (parameters, expected) => {
    expect(queryOf(parameters)).toBe(expected);
  });

  it.each([
    ['https://example.com/?baz=qux', { foo: 'bar' }, 'baz=qux&foo=bar'],
    ['https://example.com/movies?hd=[1]', { page: '0' }, 'hd=%5B1%5D&page=0'],
    ['https://example.com/movie?hd=[1]', { '+foo+': '+bar+' }, 'hd=%5B1%5D&%2Bfoo%2B=%2Bbar%2B'],
    ['https://example.com/movies', { chinese: CHINESE.repeat(2000) }, `chinese=${ESCAPED.repeat(2000)}`],
  ])('adds to %s', (url, parameters, expected) => {
    expect(queryOf(parameters, URLEncoding.default, url)).toBe(expected);
  });

  it('puts the parameters of a GET into its URL', () => {
    const request = URLEncoding.default.encode(new URLRequest(ANY), { foo: 1, bar: 2 });
    expect(request.url).toBe('https://example.com/?bar=2&foo=1');
    expect(request.headers.has('Content-Type')).toBe(false);
    expect(request.body).toBeUndefined();
  });

  it('puts the parameters of a POST into its body', () => {
    const post = new URLRequest(ANY, { method: 'POST' });
    for (const encoding of [URLEncoding.default, URLEncoding.httpBody]) {
      const request = encoding.encode({ asURLRequest: () => post }, { foo: 1, bar: 2 });
      expect(request.headers.get('Content-Type')).toBe('application/x-www-form-urlencoded; charset=utf-8');
      expect(request.body).toBe('bar=2&foo=1');
    }
  });

  it('puts the parameters of a POST into its URL when told so', () => {
    const request = URLEncoding.queryString.encode(new URLRequest(ANY, { method: 'POST' }), {
      foo: 1,
      bar: 2,
    });
    expect(request.url).toBe('https://example.com/?bar=2&foo=1');
    expect(request.headers.has('Content-Type')).toBe(false);
    expect(request.body).toBeUndefined();
  });

  it.each([
    [{ foo: () => 1 }, { kind: 'invalidValue', keyPath: 'foo' }],
    [['a'] as unknown as Parameters, { kind: 'invalidRootObject', keyPath: '' }],
  ])('refuses %p', (parameters, cause) => {
    const error = thrownBy(() => URLEncoding.default.encode(new URLRequest(ANY), parameters));
    expect(error).toMatchObject({
      kind: 'parameterEncodingFailed',
      reason: { kind: 'customEncodingFailed' },
      cause,
    });
  });
});

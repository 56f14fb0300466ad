import { JSONEncoding } from '../../lib/encoding/json-encoding.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { thrownBy } from '../support/thrown.js';

const ANY = 'https://example.com/';
const post = new URLRequest(ANY, { method: 'POST' });

const invalidJSONObject = (keyPath: string): object => ({
  kind: 'parameterEncodingFailed',
  reason: { kind: 'jsonEncodingFailed', error: { kind: 'invalidJSONObject', keyPath } },
});

describe('JSONEncoding', () => {
  it('puts parameters into the body as JSON', () => {
    const parameters = { foo: 'bar', baz: ['a', 1, true], qux: { a: 1, b: [2, 2], c: [3, 3, 3] } };
    const request = JSONEncoding.default.encode(post, parameters);
    expect(request.url).toBe(ANY);
    expect(request.headers.get('Content-Type')).toBe('application/json');
    expect(JSON.parse(request.body as string)).toEqual(parameters);
  });

  it('puts an array into the body as JSON', () => {
    const request = JSONEncoding.default.encodeJSONObject(post, ['foo', 'bar', 'baz']);
    expect(request.url).toBe(ANY);
    expect(request.headers.get('Content-Type')).toBe('application/json');
    expect(JSON.parse(request.body as string)).toEqual(['foo', 'bar', 'baz']);
  });

  it('keeps a content type that the request has', () => {
    const given = post.with({ headers: { 'Content-Type': 'application/custom-json-type+json' } });
    const request = JSONEncoding.default.encode(given, { foo: 'bar' });
    expect(request.url).toBe(ANY);
    expect(request.headers.get('Content-Type')).toBe('application/custom-json-type+json');
  });

  it('prints pretty', () => {
    expect(JSONEncoding.prettyPrinted.encode(post, { foo: 'bar' }).body).toBe('{\n  "foo" : "bar"\n}');
  });

  it.each([null, undefined])('gives back the same request for %p', (parameters) => {
    expect(JSONEncoding.default.encode(post, parameters)).toBe(post);
    expect(JSONEncoding.default.encodeJSONObject(post, parameters)).toBe(post);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it.each([
    [() => 1, 'key'],
    [Symbol('a'), 'key'],
    [1n, 'key'],
    [NaN, 'key'],
    [cycle, 'key.self'],
  ])('refuses parameters with %p', (value, keyPath) => {
    const error = thrownBy(() => JSONEncoding.default.encode(post, { key: value }));
    expect(error).toMatchObject(invalidJSONObject(keyPath));
  });

  it.each([() => 1, Symbol('a'), 1n, NaN])('refuses %p at the root', (value) => {
    const error = thrownBy(() => JSONEncoding.default.encodeJSONObject(post, value));
    expect(error).toMatchObject(invalidJSONObject(''));
  });
});

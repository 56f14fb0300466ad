import { withForm } from '../../lib/encoding/default-form.js';
import { URLEncodedFormParameterEncoder } from '../../lib/encoding/url-encoded-form-parameter-encoder.js';
import type { HTTPMethod } from '../../lib/message/http-method.js';
import { URLRequest } from '../../lib/message/url-request.js';

const everything = {
  z: 'a b&c',
  a: [1, [true, null]],
  nested: { ключ: 'é', list: [{ x: 1 }] },
  bytes: new Uint8Array([1, 2, 3]),
  date: new Date(978_307_201_500),
  set: new Set([false]),
  nothing: null,
  absent: undefined,
};

describe('withForm', () => {
  it.each<[HTTPMethod, unknown]>([
    ['GET', everything],
    ['DELETE', new Map([['b', 2]])],
    ['POST', everything],
    ['PUT', new URLSearchParams('a=1&a=2')],
    ['POST', {}],
    ['GET', null],
    ['POST', undefined],
  ])('puts parameters of %s where the encoder without options puts them: %p', (method, parameters) => {
    const request = new URLRequest('https://example.com/?given=1', { method });
    const encoded = URLEncodedFormParameterEncoder.default.encode(parameters, request);
    const { url, body, headers } = withForm(parameters, request);
    expect([url, body, [...headers]]).toEqual([encoded.url, encoded.body, [...encoded.headers]]);
  });

  it.each(['queryString', 'httpBody'] as const)('puts them where it is told: %s', (destination) => {
    const request = new URLRequest('https://example.com/', { method: 'PATCH' });
    const encoded = new URLEncodedFormParameterEncoder({ destination }).encode({ b: 1, a: 2 }, request);
    const { url, body } = withForm({ b: 1, a: 2 }, request, destination);
    expect([url, body]).toEqual([encoded.url, encoded.body]);
  });

  it('refuses what the encoder refuses', () => {
    const request = new URLRequest('https://example.com/');
    expect(() => withForm({ a: () => 1 }, request)).toThrow('a function at a');
  });
});

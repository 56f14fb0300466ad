import type { FormDestination } from '../../lib/encoding/form-destination.js';
import { URLEncodedFormEncoder } from '../../lib/encoding/url-encoded-form-encoder.js';
import { URLEncodedFormParameterEncoder } from '../../lib/encoding/url-encoded-form-parameter-encoder.js';
import { URLRequest, type URLRequestInit } from '../../lib/message/url-request.js';
import { thrownBy } from '../support/thrown.js';

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';

const requestTo = (url: string, init?: URLRequestInit): URLRequest => new URLRequest(url, init);
const api = (init?: URLRequestInit): URLRequest => requestTo('https://example.com/', init);

describe('URLEncodedFormParameterEncoder', () => {
  it('puts the parameters of a POST into its body and says what they are', () => {
    const request = URLEncodedFormParameterEncoder.default.encode(
      { property: 'property' },
      api({ method: 'POST' }),
    );
    expect(request.body).toBe('property=property');
    expect(request.headers.get('Content-Type')).toBe(FORM);
    expect(request.url).toBe('https://example.com/');
  });

  it('keeps a content type that the request has', () => {
    const given = api({ method: 'POST', headers: { 'content-type': 'type' } });
    const request = URLEncodedFormParameterEncoder.default.encode({ property: 'property' }, given);
    expect(request.body).toBe('property=property');
    expect(request.headers.get('Content-Type')).toBe('type');
  });

  it('puts the parameters of a POST into its query when told so', () => {
    const encoder = new URLEncodedFormParameterEncoder({ destination: 'queryString' });
    const request = encoder.encode({ property: 'property' }, api({ method: 'POST' }));
    expect(request.url).toBe('https://example.com/?property=property');
    expect(request.body).toBeUndefined();
    expect(request.headers.has('Content-Type')).toBe(false);
  });

  it('leaves a URL without a query when there is nothing to add', () => {
    const encoder = new URLEncodedFormParameterEncoder({ destination: 'queryString' });
    expect(encoder.encode({}, api()).url).toBe('https://example.com/');
  });

  it.each<[string, FormDestination, 'query' | 'body']>([
    ['GET', 'methodDependent', 'query'],
    ['HEAD', 'methodDependent', 'query'],
    ['DELETE', 'methodDependent', 'query'],
    ['POST', 'methodDependent', 'body'],
    ['PUT', 'methodDependent', 'body'],
    ['PATCH', 'methodDependent', 'body'],
    ['QUERY', 'methodDependent', 'body'],
    ['GET', 'httpBody', 'body'],
    ['PUT', 'queryString', 'query'],
  ])('puts the parameters of a %s with destination %s into the %s', (method, destination, place) => {
    const request = new URLEncodedFormParameterEncoder({ destination }).encode({ a: 1 }, api({ method }));
    expect(request.url.includes('?a=1')).toBe(place === 'query');
    expect(request.body).toBe(place === 'body' ? 'a=1' : undefined);
  });

  it.each([
    ['https://example.com/?baz=qux', 'https://example.com/?baz=qux&a=1'],
    ['https://example.com/?', 'https://example.com/?a=1'],
    ['https://example.com/?x&', 'https://example.com/?x&a=1'],
    ['https://example.com/?x#top?a', 'https://example.com/?x&a=1#top?a'],
    ['https://example.com/#top', 'https://example.com/?a=1#top'],
    ['https://example.com/?q=%5B1%5D&r=[2]|', 'https://example.com/?q=%5B1%5D&r=%5B2%5D%7C&a=1'],
    ['/users?q=é#f', '/users?q=%C3%A9&a=1#f'],
    ['users', 'users?a=1'],
  ])('appends to the query of %s', (url, expected) => {
    expect(URLEncodedFormParameterEncoder.default.encode({ a: 1 }, requestTo(url)).url).toBe(expected);
  });

  it.each([null, undefined])('gives back the same request for %p', (parameters) => {
    const request = api({ method: 'POST' });
    expect(URLEncodedFormParameterEncoder.default.encode(parameters, request)).toBe(request);
  });

  it('uses the encoder it is given', () => {
    const encoder = new URLEncodedFormEncoder({ boolEncoding: 'literal' });
    const request = new URLEncodedFormParameterEncoder({ encoder }).encode({ a: true }, api());
    expect(request.url).toBe('https://example.com/?a=true');
  });

  it('wraps what a custom encoding throws, and passes on an error of its own', () => {
    const failure = new Error('custom');
    const encoder = new URLEncodedFormEncoder({
      dateEncoding: () => {
        throw failure;
      },
    });
    const failing = new URLEncodedFormParameterEncoder({ encoder });
    const errorOf = (value: unknown): unknown => thrownBy(() => failing.encode(value, api()));
    const expected = { kind: 'parameterEncoderFailed', reason: { kind: 'encoderFailed' } };
    expect(errorOf({ a: new Date(0) })).toMatchObject({ ...expected, cause: failure });
    expect(errorOf([1])).toMatchObject({ ...expected, cause: { kind: 'invalidRootObject' } });
  });
});

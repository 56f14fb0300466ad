import { SessionError } from '../../lib/errors/session-error.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { URLRequest, urlRequestOf } from '../../lib/message/url-request.js';

const full = new URLRequest('https://a.example/', {
  method: 'post',
  headers: { A: '1' },
  body: 'x',
  timeoutInterval: 17,
  cachePolicy: 'returnCacheDataDontLoad',
});

describe('URLRequest', () => {
  it('has defaults for all but its URL', () => {
    const request = new URLRequest('https://a.example');
    expect(request).toMatchObject({ url: 'https://a.example/', method: 'GET', body: undefined });
    expect(request).toMatchObject({ timeoutInterval: undefined, cachePolicy: 'useProtocolCachePolicy' });
    expect(request.headers.size).toBe(0);
  });

  it('has what it is given', () => {
    expect(full).toMatchObject({ method: 'POST', body: 'x', timeoutInterval: 17 });
    expect(full.cachePolicy).toBe('returnCacheDataDontLoad');
    expect(full.headers.get('a')).toBe('1');
    expect(String(full)).toBe('POST https://a.example/');
  });

  it('is copied with changes', () => {
    const changed = full.with({ url: 'https://b.example/', method: 'put', headers: new HTTPHeaders() });
    expect(changed).toMatchObject({
      url: 'https://b.example/',
      method: 'PUT',
      body: 'x',
      timeoutInterval: 17,
    });
    expect(changed.headers.size).toBe(0);
    expect(full.url).toBe('https://a.example/');
  });

  it('returns to the default of a field that is changed to undefined, and keeps its URL', () => {
    const changed = full.with({
      url: undefined,
      method: undefined,
      headers: undefined,
      body: undefined,
      timeoutInterval: undefined,
      cachePolicy: undefined,
    });
    expect(changed).toEqual(new URLRequest('https://a.example/'));
  });

  it.each([
    ['a URL', () => new URLRequest('')],
    ['a header', () => new URLRequest('https://a.example', { headers: { 'a b': '' } })],
    ['a changed URL', () => full.with({ url: 'http://' })],
  ])('is not made of %s that is none', (_what, make) => {
    expect(make).toThrow(SessionError);
  });
});

describe('the URLRequest of a convertible', () => {
  it('is itself, or what it gives', () => {
    expect(urlRequestOf(full)).toBe(full);
    expect(urlRequestOf({ asURLRequest: () => full })).toBe(full);
  });
});

import { describe, expect, it } from '@jest/globals';
import { URLRequest } from '../../../lib/message/url-request.js';
import { messageOf } from '../../../lib/node/wire/wire-message.js';

function failureOf(request: URLRequest): unknown {
  try {
    return messageOf(request);
  } catch (error) {
    return error;
  }
}

describe('the message of a URLRequest', () => {
  it.each<[string, string, string]>([
    ['http://example.com', 'http://example.com', '/'],
    ['HTTPS://EXAMPLE.com:443/a b?c#d', 'https://example.com', '/a%20b?c'],
    ['http://[::1]:81/?x=/y@z#/w', 'http://[::1]:81', '/?x=/y@z'],
    ['http://example.com/#a/b', 'http://example.com', '/'],
  ])('to %s goes to %s and asks for %s', (url, origin, path) => {
    expect(messageOf(new URLRequest(url))).toMatchObject({
      origin,
      path,
      method: 'GET',
      fields: { text: '' },
    });
  });

  it('has the user of the URL in a field, unless there is one', () => {
    const request = new URLRequest('http://ada:b%20c@example.com:81/x', { headers: { 'X-One': '1' } });
    const authorization = `Basic ${btoa('ada:b c')}`;
    expect(messageOf(request)).toMatchObject({ origin: 'http://example.com:81', path: '/x', authorization });
    const own = request.with({ headers: { Authorization: 'own' } });
    expect(messageOf(own)).toMatchObject({
      fields: { text: 'Authorization: own\r\n' },
      authorization: undefined,
    });
  });

  it.each([
    ['ada%20b%', Buffer.from('ada b%')],
    ['100%', Buffer.from('100%')],
    ['%C3%A9%ff', Buffer.from([0xc3, 0xa9, 0xff])],
  ])('decodes the user %s to bytes, as the URL standard does', (user, decoded) => {
    const request = new URLRequest(`http://${user}:p@example.com/`);
    const bytes = Buffer.concat([decoded, Buffer.from(':p')]).toString('base64');
    expect(messageOf(request)).toMatchObject({ authorization: `Basic ${bytes}` });
  });

  it('has the length that was declared apart from the fields', () => {
    const headers = { 'content-LENGTH': '3', Accept: '*/*' };
    expect(messageOf(new URLRequest('http://example.com/', { headers }))).toMatchObject({
      fields: { text: 'Accept: */*\r\n', contentLength: '3' },
    });
  });

  it.each<[string, object]>([
    ['/relative', { kind: 'invalidURL', url: '/relative' }],
    ['ftp://example.com/', { code: 'unsupportedURL' }],
    ['mailto:ada@example.com', { code: 'unsupportedURL' }],
  ])('is refused to %s', (url, error) => {
    expect(failureOf(new URLRequest(url))).toMatchObject(error);
  });

  it('is refused with the method CONNECT', () => {
    const request = new URLRequest('http://example.com/', { method: 'CONNECT' });
    expect(failureOf(request)).toMatchObject({ kind: 'unsupported' });
  });
});

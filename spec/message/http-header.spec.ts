import { HTTPHeader } from '../../lib/message/http-header.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';

describe('HTTPHeader', () => {
  it.each([
    [HTTPHeader.accept('a'), ['Accept', 'a']],
    [HTTPHeader.acceptCharset('a'), ['Accept-Charset', 'a']],
    [HTTPHeader.acceptEncoding('a'), ['Accept-Encoding', 'a']],
    [HTTPHeader.acceptLanguage('a'), ['Accept-Language', 'a']],
    [HTTPHeader.contentDisposition('a'), ['Content-Disposition', 'a']],
    [HTTPHeader.contentEncoding('a'), ['Content-Encoding', 'a']],
    [HTTPHeader.contentType('a'), ['Content-Type', 'a']],
    [HTTPHeader.userAgent('a'), ['User-Agent', 'a']],
    [HTTPHeader.authorization('Digest x'), ['Authorization', 'Digest x']],
    [HTTPHeader.authorization({ bearerToken: 't' }), ['Authorization', 'Bearer t']],
    [
      HTTPHeader.authorization({ username: 'user', password: 'password' }),
      ['Authorization', 'Basic dXNlcjpwYXNzd29yZA=='],
    ],
    [
      HTTPHeader.authorization({ username: 'jürgen', password: '€:' }),
      ['Authorization', `Basic ${Buffer.from('jürgen:€:').toString('base64')}`],
    ],
  ])('makes %j', (field, expected) => {
    expect(field).toEqual(expected);
  });

  it('has the default ones', () => {
    const defaults = [
      HTTPHeader.defaultAcceptEncoding,
      HTTPHeader.defaultAcceptLanguage,
      HTTPHeader.defaultUserAgent,
    ];
    expect(defaults).toEqual([...HTTPHeaders.default]);
  });

  it('makes what HTTPHeaders take', () => {
    expect(new HTTPHeaders([HTTPHeader.accept('a')]).get('accept')).toBe('a');
  });
});

import fc from 'fast-check';
import { HTTPHeaders } from '../../../lib/message/http-headers.js';
import { secretHeadersWith } from '../../../lib/message/secret-headers.js';
import { isSameOrigin } from '../../../lib/message/url-origin.js';
import { strippedAcrossOrigins } from '../../../lib/exchange/message/credential-stripping.js';

const headers = new HTTPHeaders({
  Accept: 'text/html',
  authorization: 'Bearer secret',
  'Proxy-Authorization': 'Basic secret',
  COOKIE: 'id=secret',
  Cookie2: 'id=secret',
  Host: 'a.example',
  Origin: 'https://a.example',
  Referer: 'https://a.example/path?token=secret',
  'X-Api-Key': 'secret',
  'X-Trace': '17',
});

const origins: [from: string, to: string, isSame: boolean][] = [
  ['https://a.example/1', 'https://a.example/2?q#f', true],
  ['https://a.example', 'https://A.EXAMPLE:443/', true],
  ['http://a.example:80/', 'http://a.example/', true],
  ['http://user:pw@a.example/', 'http://a.example/', true],
  ['http://127.0.0.1/', 'http://127.1/', true],
  ['http://127.0.0.1/', 'http://0x7f000001/', true],
  ['http://[::1]/', 'http://[0:0:0:0:0:0:0:1]/', true],
  ['http://bücher.example/', 'http://xn--bcher-kva.example/', true],
  ['http://a.example/', 'https://a.example/', false],
  ['https://a.example/', 'http://a.example/', false],
  ['https://a.example/', 'https://a.example:8443/', false],
  ['https://a.example/', 'https://b.a.example/', false],
  ['https://b.a.example/', 'https://a.example/', false],
  ['https://a.example/', 'https://a.example.evil.example/', false],
  ['https://a.example/', 'https://a.example./', false],
  ['http://127.0.0.1/', 'http://localhost/', false],
  ['no url', 'no url', false],
];

describe('headers on their way to another URL', () => {
  it.each(origins)('from %s to %s: the same origin is %p', (from, to, isSame) => {
    expect(isSameOrigin(from, to)).toBe(isSame);
    expect(strippedAcrossOrigins(headers, from, to) === headers).toBe(isSame);
  });

  it('lose the secrets and what belongs to the origin, and nothing else', () => {
    const left = strippedAcrossOrigins(headers, 'https://a.example', 'https://b.example');
    expect(Array.from(left, ([name]) => name)).toEqual(['Accept', 'X-Api-Key', 'X-Trace']);
  });

  it('lose what is declared secret', () => {
    const secrets = secretHeadersWith(['X-API-Key']);
    const left = strippedAcrossOrigins(headers, 'https://a.example', 'https://b.example', secrets);
    expect(Array.from(left, ([name]) => name)).toEqual(['Accept', 'X-Trace']);
  });

  it('lose the built-in secrets although only others are named', () => {
    const left = strippedAcrossOrigins(
      headers,
      'https://a.example',
      'https://b.example',
      new Set(['x-trace']),
    );
    expect(Array.from(left, ([name]) => name)).toEqual(['Accept', 'X-Api-Key']);
  });

  it('are not changed themselves', () => {
    strippedAcrossOrigins(headers, 'https://a.example', 'https://b.example');
    expect(headers.get('Authorization')).toBe('Bearer secret');
  });

  it('never show a secret, however its name is spelled', () => {
    const name = fc.constantFrom('authorization', 'cookie', 'proxy-authorization', 'x-api-key');
    const spelled = fc
      .tuple(name, fc.infiniteStream(fc.boolean()))
      .map(([text, up]) =>
        Array.from(text, (letter) => (up.next().value ? letter.toUpperCase() : letter)).join(''),
      );
    fc.assert(
      fc.property(spelled, (field) => {
        const given = new HTTPHeaders([[field, 'secret']]);
        const secrets = new Set(['x-api-key']);
        return strippedAcrossOrigins(given, 'https://a.example', 'https://b.example', secrets).size === 0;
      }),
    );
  });
});

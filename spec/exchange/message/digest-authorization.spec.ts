import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { DigestChallenge, DigestOrder } from '../../../lib/exchange/message/digest-authorizer.js';
import { digestAuthorization } from '../../../lib/exchange/message/digest-authorization.js';

const HASHES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' };

function authorize(order: DigestOrder): unknown {
  return digestAuthorization(order, (name, bytes) => createHash(HASHES[name]).update(bytes).digest('hex'));
}

const challenge: DigestChallenge = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  algorithm: 'MD5',
  hash: 'MD5',
  isSession: false,
  qop: new Set(['auth', 'auth-int']),
  userhash: false,
};

/** The examples of RFC 7616 §3.9.1. */
const order: DigestOrder = {
  challenge,
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  body: new Uint8Array(),
  nonceCount: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

const challenged = (changes: Partial<DigestChallenge>): DigestOrder => ({
  ...order,
  challenge: { ...challenge, ...changes },
});

describe('the answer to a Digest challenge', () => {
  it.each([
    ['MD5', 'MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', 'SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ] as const)('is that of RFC 7616 for %s', (algorithm, hash, response) => {
    const expected = [
      'Digest username="Mufasa"',
      'realm="http-auth@example.org"',
      'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"',
      'uri="/dir/index.html"',
      `algorithm=${algorithm}`,
      `response="${response}"`,
      'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
      'qop=auth, nc=00000001',
      'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
    ];
    expect(authorize(challenged({ algorithm, hash }))).toBe(expected.join(', '));
  });

  it('is that of RFC 2069 where the server names no protection', () => {
    const old = challenged({
      qop: undefined,
      algorithm: undefined,
      opaque: undefined,
      nonce: 'n',
      realm: 'r',
    });
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const response = md5(`${md5('Mufasa:r:Circle of Life')}:n:${md5('GET:/dir/index.html')}`);
    expect(authorize(old)).toBe(
      `Digest username="Mufasa", realm="r", nonce="n", uri="/dir/index.html", response="${response}"`,
    );
  });

  it('counts in eight hexadecimal digits', () => {
    expect(authorize({ ...order, nonceCount: 26 })).toContain(', nc=0000001a, ');
  });

  it('hashes the name where that is wanted', () => {
    const userhash = createHash('md5').update('Mufasa:http-auth@example.org').digest('hex');
    expect(authorize(challenged({ userhash: true }))).toMatch(`Digest username="${userhash}", `);
    expect(authorize(challenged({ userhash: true }))).toMatch(/, userhash=true$/);
  });

  it.each([
    ['Jäsøn Doe', "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, "],
    ["it's*", 'username="it\'s*", '],
    ['a"b\\c', 'username="a\\"b\\\\c", '],
    ['line\nbreak', "username*=UTF-8''line%0Abreak, "],
  ])('sends the name %j', (username, expected) => {
    expect(authorize({ ...order, username })).toContain(`Digest ${expected}`);
  });

  it('hashes what the server said as the bytes that came', () => {
    const realm = Buffer.from('Jäger', 'utf8').toString('latin1');
    const { password } = order;
    const own = authorize({ ...challenged({ realm, qop: undefined }), username: 'ü' });
    const a1 = createHash('md5').update(`ü:Jäger:${password}`, 'utf8').digest('hex');
    const a2 = createHash('md5').update('GET:/dir/index.html').digest('hex');
    const response = createHash('md5').update(`${a1}:${challenge.nonce}:${a2}`).digest('hex');
    expect(own).toContain(`response="${response}"`);
  });

  it('protects the body only where that alone is offered, and not one that is not known', () => {
    const offered = challenged({ qop: new Set(['auth-int']) });
    expect(authorize({ ...offered, body: new TextEncoder().encode('{}') })).toContain('qop=auth-int');
    expect(authorize({ ...offered, body: undefined })).toBeUndefined();
    expect(authorize({ ...order, body: undefined })).toContain('qop=auth,');
  });

  it('waits for hashes that come later', async () => {
    const eventual = digestAuthorization(challenged({ userhash: true }), (_, bytes) =>
      Promise.resolve(createHash('md5').update(bytes).digest('hex')),
    );
    expect(await eventual).toBe(authorize(challenged({ userhash: true })));
  });
});

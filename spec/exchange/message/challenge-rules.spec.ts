import { describe, expect, it } from '@jest/globals';
import { challengesIn } from '../../../lib/exchange/message/challenge-grammar.js';
import {
  isCovered,
  mayAnswerAgain,
  protectionSpaceOf,
  understoodChallenges,
  type UnderstoodChallenge,
} from '../../../lib/exchange/message/challenge-rules.js';

const understood = (...lines: string[]): UnderstoodChallenge[] => understoodChallenges(challengesIn(lines));
const only = (line: string): UnderstoodChallenge => understood(line)[0]!;
const digest = (rest: string): string => `Digest realm="r", nonce="n", ${rest}`;
const basic = only('Basic realm="r"');

describe('the challenges that are understood', () => {
  it('are in the order of their strength, then in that of the server', () => {
    const lines = [
      'Basic realm="first"',
      digest('algorithm=MD5, qop="auth"'),
      `${digest('algorithm=SHA-256-sess, qop="auth"')}, ${digest('algorithm=sha-256, qop="auth"')}`,
      'Bearer realm="r", Basic realm="second"',
    ];
    const names = understood(...lines).map((one) => (one.kind === 'digest' ? one.algorithm : one.realm));
    expect(names).toEqual(['SHA-256-sess', 'sha-256', 'MD5', 'first', 'second']);
  });

  it.each([
    ['without a realm', 'Digest nonce="n", qop="auth"'],
    ['without a nonce', 'Digest realm="r", qop="auth"'],
    ['of another algorithm', digest('algorithm=SHA-1, qop="auth"')],
    ['of another protection', digest('qop="auth-conf"')],
    ['bound to a nonce of ours that is not sent', digest('algorithm=MD5-sess')],
    ['of another scheme', 'NTLM'],
  ])('are none %s', (_, line) => {
    expect(understood(line)).toEqual([]);
  });

  it('have the words of a Digest challenge', () => {
    const line = digest(
      'OPAQUE="o", Algorithm=sha-256-SESS, qop="AUTH, auth-int", stale=TRUE, userhash=True',
    );
    expect(only(line)).toEqual({
      kind: 'digest',
      realm: 'r',
      nonce: 'n',
      opaque: 'o',
      algorithm: 'sha-256-SESS',
      hash: 'SHA-256',
      isSession: true,
      qop: new Set(['auth', 'auth-int']),
      userhash: true,
      isStale: true,
    });
  });
});

describe('the protection space', () => {
  it.each([
    ['http://127.0.0.1:8080/a?b', { host: '127.0.0.1', port: 8080, protocol: 'http' }],
    ['http://example.com/', { host: 'example.com', port: 80, protocol: 'http' }],
    ['https://[::1]/', { host: '::1', port: 443, protocol: 'https' }],
  ])('of %s', (url, expected) => {
    const space = { ...expected, realm: 'r', authenticationMethod: 'httpBasic' };
    expect(protectionSpaceOf(url, basic)).toEqual(space);
    expect(protectionSpaceOf(url, only(digest('')))).toEqual({
      ...space,
      authenticationMethod: 'httpDigest',
    });
  });
});

describe('an answer that was given', () => {
  const [ofBasic, ofDigest] = [basic, only(digest('qop="auth"'))];

  it.each([
    ['https://a.example/docs/17', 'https://a.example/docs/18?x', true, true],
    ['https://a.example/docs/17', 'https://a.example/docs/sub/18', true, true],
    ['https://a.example/docs/17', 'https://a.example/other', false, true],
    ['https://a.example/docs/17', 'http://a.example/docs/17', false, false],
    ['https://a.example/docs/17', 'https://a.example:444/docs/17', false, false],
    ['https://a.example/docs/17', 'https://b.example/docs/17', false, false],
    ['https://a.example/docs/17', 'no URL', false, false],
  ])('at %s is good for %s: %s for Basic, %s for Digest', (answered, url, isForBasic, isForDigest) => {
    expect(isCovered(ofBasic, answered, url)).toBe(isForBasic);
    expect(isCovered(ofDigest, answered, url)).toBe(isForDigest);
  });

  const stale = only(digest('qop="auth", stale=true'));
  const elsewhere = only('Basic realm="elsewhere"');
  it.each([
    ['asked for', ofBasic, ofBasic, { isAhead: false, isRenewal: false }, false],
    ['asked for, of Digest', ofDigest, ofDigest, { isAhead: false, isRenewal: false }, false],
    ['with an old nonce', ofDigest, stale, { isAhead: false, isRenewal: false }, true],
    ['with an old nonce twice', ofDigest, stale, { isAhead: false, isRenewal: true }, false],
    ['given ahead', ofBasic, ofBasic, { isAhead: true, isRenewal: false }, false],
    ['given ahead to another realm', ofBasic, elsewhere, { isAhead: true, isRenewal: false }, true],
    ['given ahead, of Digest', ofDigest, ofDigest, { isAhead: true, isRenewal: false }, true],
  ])('and refused, %s', (_, challenge, offered, refused, isWorthwhile) => {
    expect(mayAnswerAgain({ challenge, ...refused }, offered)).toBe(isWorthwhile);
  });
});

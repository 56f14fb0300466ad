import { describe, expect, it } from '@jest/globals';
import {
  CompositeTrustEvaluator,
  DefaultTrustEvaluator,
  RevocationTrustEvaluator,
  type RevocationTrustEvaluatorOptions,
} from 'rxsession/node';
import { HOST, ca1, ca2, judge, leaves, root } from '../../support/judged-servers.js';
import { makeIdentity } from '../../support/certificates.js';
import { inPEM, ocspResponse, revocationList, tryLater } from '../../support/revocation.js';

const { another, dns, expired, noName } = leaves;
const anchors = [root];
const mustStaple = makeIdentity({ name: HOST, issuer: ca2, dnsNames: [HOST], mustStaple: true });
const delegate = makeIdentity({ name: 'Responder', issuer: ca2, signsResponses: true });
const undelegated = makeIdentity({ name: 'Responder', issuer: ca2 });
const delegateOfAnother = makeIdentity({ name: 'Responder', issuer: ca1, signsResponses: true });
const about = { about: dns, issuer: ca2 };
const good = ocspResponse(about);
const noHost = { validateHost: false };
const strict = { options: ['any', 'requirePositiveResponse'] } as const;

function refusing(options?: RevocationTrustEvaluatorOptions): RevocationTrustEvaluator {
  return new RevocationTrustEvaluator(options);
}

describe('RevocationTrustEvaluator: chains of which nothing says that they are revoked', () => {
  it.each([
    ['a valid chain without host validation', dns, noHost],
    ['a certificate without a name, without host validation', noName, noHost],
    ['a valid chain for its host', dns, {}],
  ] as const)('accepts %s', async (_, leaf, options) => {
    expect(await judge(refusing(options), { chain: [leaf, ca2, root], anchors })).toBe('accepted');
  });

  it.each([
    ['a root that is no anchor, without host validation', [dns, ca2], [], noHost, 'trustEvaluationFailed'],
    [
      'an expired certificate, without host validation',
      [expired, ca2, root],
      anchors,
      noHost,
      'trustEvaluationFailed',
    ],
    ['a root that is no anchor', [dns, ca2], [], {}, 'trustEvaluationFailed'],
    ['a certificate without a name', [noName, ca2, root], anchors, {}, 'hostValidationFailed'],
    ['an expired certificate', [expired, ca2, root], anchors, {}, 'trustEvaluationFailed'],
    ['a missing intermediate', [dns, root], anchors, {}, 'trustEvaluationFailed'],
  ] as const)('refuses %s', async (_, chain, trusted, options, reason) => {
    expect(await judge(refusing(options), { chain, anchors: trusted })).toBe(reason);
  });

  it.each([
    ['accepts a valid chain', [dns, ca2, root], anchors, 'accepted'],
    ['refuses a root that is no anchor', [dns, ca2], [], 'trustEvaluationFailed'],
    ['refuses an expired certificate', [expired, ca2, root], anchors, 'trustEvaluationFailed'],
  ] as const)('beside a DefaultTrustEvaluator in a composite: %s', async (_, chain, trusted, verdict) => {
    const composite = new CompositeTrustEvaluator([new DefaultTrustEvaluator(noHost), refusing(noHost)]);
    expect(await judge(composite, { chain, anchors: trusted })).toBe(verdict);
  });

  it('hands a stapled response through a composite', async () => {
    const composite = new CompositeTrustEvaluator([new DefaultTrustEvaluator(), refusing(strict)]);
    expect(await judge(composite, { chain: [dns, ca2], anchors, stapled: good })).toBe('accepted');
  });
});

describe('RevocationTrustEvaluator: stapled OCSP responses', () => {
  it.each([
    ['good', good],
    [
      'good, signed by a responder of the issuer',
      ocspResponse({ ...about, signer: delegate, certificates: [delegate] }),
    ],
    ['without a say', ocspResponse({ ...about, status: 'unknown' })],
  ])('accept a server: %s', async (_, stapled) => {
    expect(await judge(refusing(), { chain: [dns, ca2], anchors, stapled })).toBe('accepted');
  });

  it.each([
    ['revoked', ocspResponse({ ...about, status: 'revoked' })],
    ['stale', ocspResponse({ ...about, thisUpdate: -3, nextUpdate: -2 })],
    ['of a time to come', ocspResponse({ ...about, thisUpdate: 1, nextUpdate: 2 })],
    ['about another certificate', ocspResponse({ ...about, about: another })],
    ['about a certificate of another issuer', ocspResponse({ ...about, issuer: ca1 })],
    [
      'signed with another key under the issuer’s name',
      ocspResponse({ ...about, signer: { ...ca1, name: ca2.name } }),
    ],
    [
      'signed by a certificate that may not',
      ocspResponse({ ...about, signer: undelegated, certificates: [undelegated] }),
    ],
    [
      'signed by a responder of another issuer',
      ocspResponse({ ...about, signer: delegateOfAnother, certificates: [delegateOfAnother] }),
    ],
    ['signed by the server itself', ocspResponse({ ...about, signer: dns, certificates: [dns] })],
    ['without a response', tryLater],
    ['of bytes that are none', Buffer.from('no response')],
    ['cut short', good.subarray(0, -20)],
  ])('refuse a server: %s', async (_, stapled) => {
    const verdict = await judge(refusing(), { chain: [dns, ca2], anchors, stapled });
    expect(verdict).toBe('trustEvaluationFailed');
  });

  it.each([
    [
      'refuses a certificate that demands a response, without one',
      mustStaple,
      undefined,
      {},
      'trustEvaluationFailed',
    ],
    ['accepts a certificate that demands a response, with one', mustStaple, mustStaple, {}, 'accepted'],
    ['asks for none by lists alone', mustStaple, undefined, { options: ['crl'] }, 'accepted'],
    [
      'refuses silence where a positive response is required',
      dns,
      undefined,
      strict,
      'trustEvaluationFailed',
    ],
    ['accepts the response that is required', dns, dns, strict, 'accepted'],
  ] as const)('%s', async (_, leaf, subject, options, verdict) => {
    const stapled = subject && ocspResponse({ about: subject, issuer: ca2 });
    expect(await judge(refusing(options), { chain: [leaf, ca2], anchors, stapled })).toBe(verdict);
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('RevocationTrustEvaluator over %s', (maxVersion) => {
  it.each([
    ['accepts a good response', good, 'accepted'],
    ['refuses a revoked server', ocspResponse({ ...about, status: 'revoked' }), 'trustEvaluationFailed'],
  ])('%s', async (_, stapled, verdict) => {
    const judgement = { chain: [dns, ca2], anchors, stapled, maxVersion } as const;
    expect(await judge(refusing(strict), judgement)).toBe(verdict);
  });
});

describe('RevocationTrustEvaluator: revocation lists', () => {
  const none = revocationList({ issuer: ca2, revoked: [another] });
  const listed = revocationList({ issuer: ca2, revoked: [another, dns] });

  it.each([
    ['accepts a server that its issuer has not revoked', [none], 'accepted'],
    ['accepts a list in PEM', [inPEM(none)], 'accepted'],
    ['refuses a revoked server', [listed], 'trustEvaluationFailed'],
    [
      'refuses a server of a revoked issuer',
      [none, revocationList({ issuer: root, revoked: [ca2] })],
      'trustEvaluationFailed',
    ],
    ['finds each list in one PEM', [inPEM(none) + inPEM(listed)], 'trustEvaluationFailed'],
    [
      'refuses by a list that is out of date',
      [revocationList({ issuer: ca2, revoked: [dns], nextUpdate: -0.5 })],
      'trustEvaluationFailed',
    ],
    [
      'refuses with a list of another signer',
      [revocationList({ issuer: ca2, signer: ca1 })],
      'trustEvaluationFailed',
    ],
    [
      'accepts nothing from a list that is out of date',
      [revocationList({ issuer: ca2, nextUpdate: -0.5 })],
      'trustEvaluationFailed',
    ],
    [
      'accepts nothing from a list of changes',
      [revocationList({ issuer: ca2, isDelta: true })],
      'trustEvaluationFailed',
    ],
    [
      'accepts nothing from a list of another authority',
      [revocationList({ issuer: ca1 })],
      'trustEvaluationFailed',
    ],
  ] as const)('%s', async (_, crls, verdict) => {
    const evaluator = refusing({ options: ['crl', 'requirePositiveResponse'], crls });
    expect(await judge(evaluator, { chain: [dns, ca2, root], anchors })).toBe(verdict);
  });

  it.each([
    ['bytes', Buffer.from('no list')],
    ['text', 'no list'],
    ['a certificate', dns.certificate.toString()],
    ['a list that is cut short', none.subarray(0, 60)],
  ])('that are none, such as %s, refuse every server', async (_, crl) => {
    const verdict = await judge(refusing({ crls: [none, crl] }), { chain: [dns, ca2, root], anchors });
    expect(verdict).toBe('customEvaluationFailed');
  });
});

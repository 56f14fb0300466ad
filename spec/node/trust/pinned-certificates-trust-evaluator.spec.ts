import { describe, expect, it } from '@jest/globals';
import {
  PinnedCertificatesTrustEvaluator,
  type PinnedCertificatesTrustEvaluatorOptions,
} from 'rxsession/node';
import { makeIdentity, type Identity } from '../../support/certificates.js';
import { ca1, ca2, judge, leaves, root } from '../../support/judged-servers.js';

const { another, dns, expired, ofCA1, selfSigned } = leaves;
const anchors = [root];
const valid = [dns, ca2, root] as const;
const outdated = [expired, ca2, root] as const;
const pinsAlone = { performDefaultValidation: false, validateHost: false };

type Pinning = Omit<PinnedCertificatesTrustEvaluatorOptions, 'certificates'>;

function pinning(pins: readonly Identity[], options: Pinning = {}): PinnedCertificatesTrustEvaluator {
  return new PinnedCertificatesTrustEvaluator({
    certificates: pins.map(({ certificate }) => certificate),
    ...options,
  });
}

describe('pinned certificates alone', () => {
  it.each([
    ['the server', [dns], valid],
    ['its issuer', [ca2], valid],
    ['the root', [root], valid],
    ['an expired server', [expired], outdated],
    ['the issuer of an expired server', [ca2], outdated],
    ['the root of an expired server', [root], outdated],
    ['an expired server among others', [dns, another, ofCA1, ca1, expired], outdated],
  ] as const)('accept %s, whatever is trusted', async (_, pins, chain) => {
    expect(await judge(pinning(pins, pinsAlone), { chain })).toBe('accepted');
  });

  it.each([
    ['another server of the same issuer', another],
    ['another issuer', ca1],
  ])('refuse when they are those of %s', async (_, pin) => {
    expect(await judge(pinning([pin], pinsAlone), { chain: valid })).toBe('certificatePinningFailed');
  });

  it('refuse a server that presents the pinned authority, which has not signed for it', async () => {
    const impostor = makeIdentity({ name: 'impostor', issuer: { ...ca2, keys: selfSigned.keys } });
    expect(await judge(pinning([ca2, root], pinsAlone), { chain: [impostor, ca2, root] })).toBe(
      'certificatePinningFailed',
    );
  });

  it('refuse a server for which another server has signed, which is no authority', async () => {
    const impostor = makeIdentity({ name: 'impostor', issuer: dns });
    expect(await judge(pinning([dns, root], pinsAlone), { chain: [impostor, ...valid] })).toBe(
      'certificatePinningFailed',
    );
  });

  it('refuse everybody when there are none', async () => {
    expect(await judge(pinning([]), { chain: valid, anchors })).toBe('noCertificatesFound');
  });
});

describe('pinned certificates in a valid chain', () => {
  it.each([[dns], [ca2], [root]])('are enough', async (pin) => {
    expect(await judge(pinning([pin]), { chain: valid, anchors })).toBe('accepted');
  });

  it.each([
    ['of another server', another, valid, {}, 'certificatePinningFailed'],
    ['of another issuer', ca1, valid, {}, 'certificatePinningFailed'],
    ['of another server', another, valid, { validateHost: false }, 'certificatePinningFailed'],
    ['of another issuer', ca1, valid, { validateHost: false }, 'certificatePinningFailed'],
    ['of an expired server', expired, outdated, { validateHost: false }, 'trustEvaluationFailed'],
    ['of the issuer of an expired server', ca2, outdated, { validateHost: false }, 'trustEvaluationFailed'],
    ['of the issuer of an expired server', ca2, outdated, {}, 'trustEvaluationFailed'],
  ] as const)('do not help when they are those %s', async (_, pin, chain, options, reason) => {
    expect(await judge(pinning([pin], options), { chain, anchors })).toBe(reason);
  });

  it('include the validity of the chain in that of the host', async () => {
    const withHost = pinning([expired], { performDefaultValidation: false });
    expect(await judge(withHost, { chain: outdated, anchors })).toBe('trustEvaluationFailed');
  });
});

describe('pinned certificates as anchors', () => {
  it.each([
    ['the server', dns, valid],
    ['its issuer', ca2, valid],
    ['the root', root, valid],
    ['the root, which is not presented', root, [dns, ca2]],
    ['a server that signed for itself', selfSigned, [selfSigned]],
  ] as const)('accept %s', async (_, pin, chain) => {
    const asAnchors = pinning([pin], { acceptSelfSignedCertificates: true });
    expect(await judge(asAnchors, { chain })).toBe('accepted');
  });

  it('are the only ones: no other anchor vouches for the server', async () => {
    const asAnchors = pinning([another], { acceptSelfSignedCertificates: true });
    expect(await judge(asAnchors, { chain: valid, anchors })).toBe('trustEvaluationFailed');
  });
});

describe('a PinnedCertificatesTrustEvaluator of something else', () => {
  it.each([
    ['a Buffer', Buffer.from('-----BEGIN CERTIFICATE-----')],
    ['a string', '-----BEGIN CERTIFICATE-----'],
    ['an object', {}],
    ['undefined', undefined],
  ])('throws where it is made, and says what %s is not', (what, given) => {
    const make = (): unknown => new PinnedCertificatesTrustEvaluator({ certificates: [given as never] });
    expect(make).toThrow(`is ${what}, not an X509Certificate`);
  });
});

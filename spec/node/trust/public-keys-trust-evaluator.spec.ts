import { describe, expect, it } from '@jest/globals';
import { PublicKeysTrustEvaluator, type PublicKeysTrustEvaluatorOptions } from 'rxsession/node';
import { makeIdentity, type Identity } from '../../support/certificates.js';
import { ca1, ca2, HOST, judge, leaves, root } from '../../support/judged-servers.js';

const { another, dns, expired } = leaves;
const anchors = [root];
const valid = [dns, ca2, root] as const;
const outdated = [expired, ca2, root] as const;
const keysAlone = { performDefaultValidation: false, validateHost: false };

type Pinning = Omit<PublicKeysTrustEvaluatorOptions, 'keys'>;

function pinning(pins: readonly Identity[], options: Pinning = {}): PublicKeysTrustEvaluator {
  return new PublicKeysTrustEvaluator({ keys: pins.map(({ keys }) => keys.publicKey), ...options });
}

describe.each([
  ['without', { validateHost: false }],
  ['with', {}],
])('pinned keys in a valid chain, %s host validation', (_, options) => {
  it.each([
    ['the server', [dns]],
    ['its issuer', [ca2]],
    ['the root', [root]],
    ['the server, as a backup', [another, ca1, dns]],
  ])('accept %s', async (__, pins) => {
    expect(await judge(pinning(pins, options), { chain: valid, anchors })).toBe('accepted');
  });

  it('refuse the key of another server', async () => {
    expect(await judge(pinning([another], options), { chain: valid, anchors })).toBe(
      'publicKeyPinningFailed',
    );
  });

  it('refuse an expired server, whose key is pinned', async () => {
    const judgement = { chain: outdated, anchors };
    expect(await judge(pinning([expired], options), judgement)).toBe('trustEvaluationFailed');
  });
});

describe('pinned keys alone', () => {
  it.each([
    ['a server whose issuer is missing', dns, [dns, root]],
    ['a server that presents another issuer', dns, [dns, ca1, root]],
    ['an expired server', expired, outdated],
    ['the issuer of an expired server', ca2, outdated],
    ['the root of an expired server', root, outdated],
  ] as const)('accept %s, whatever is trusted', async (_, pin, chain) => {
    expect(await judge(pinning([pin], keysAlone), { chain })).toBe('accepted');
  });

  it('accept a certificate that was renewed with the same key', async () => {
    const renewed = makeIdentity({ name: HOST, issuer: ca1, keys: dns.keys });
    expect(await judge(pinning([dns], keysAlone), { chain: [renewed, ca1] })).toBe('accepted');
  });

  it('refuse a server that presents an authority whose key is pinned, and which has not signed for it', async () => {
    expect(await judge(pinning([root], keysAlone), { chain: [leaves.selfSigned, root] })).toBe(
      'publicKeyPinningFailed',
    );
  });

  it('refuse everybody when there are none', async () => {
    expect(await judge(pinning([]), { chain: valid, anchors })).toBe('noPublicKeysFound');
  });
});

describe('a PublicKeysTrustEvaluator of something else', () => {
  it.each([
    ['a Buffer', Buffer.from('-----BEGIN CERTIFICATE-----')],
    ['a string', '-----BEGIN CERTIFICATE-----'],
    ['an object', {}],
    ['undefined', undefined],
  ])('throws where it is made, and says what %s is not', (what, given) => {
    const make = (): unknown => new PublicKeysTrustEvaluator({ keys: [given as never] });
    expect(make).toThrow(`is ${what}, not a KeyObject`);
  });
});

import { describe, expect, it } from '@jest/globals';
import { DefaultTrustEvaluator, DisabledTrustEvaluator } from 'rxsession/node';
import { makeIdentity } from '../../support/certificates.js';
import { ca2, HOST, judge, leaves, root } from '../../support/judged-servers.js';

const { dns, expired, noName, several, uri, wildcard } = leaves;
const anchors = [root];
const chainOnly = new DefaultTrustEvaluator({ validateHost: false });
const chainAndHost = new DefaultTrustEvaluator();

describe('a DefaultTrustEvaluator without host validation', () => {
  it.each([
    ['with its root', [dns, ca2, root]],
    ['without its root', [dns, ca2]],
    ['of a certificate without a name', [noName, ca2, root]],
  ] as const)('accepts a chain that leads to an anchor, %s', async (_, chain) => {
    expect(await judge(chainOnly, { chain, anchors })).toBe('accepted');
  });

  it.each([
    ['is expired', [expired, ca2, root]],
    ['lacks an issuer', [dns, root]],
  ] as const)('refuses a chain that %s', async (_, chain) => {
    expect(await judge(chainOnly, { chain, anchors })).toBe('trustEvaluationFailed');
  });
});

describe('a DefaultTrustEvaluator', () => {
  it.each([
    [HOST, 'names it', [dns, ca2, root]],
    [HOST, 'names it, without the root', [dns, ca2]],
    [HOST, 'has a wildcard', [wildcard, ca2, root]],
    [HOST, 'names several', [several, ca2, root]],
    ['blog.alamofire.org', 'names several', [several, ca2, root]],
    ['www.alamofire.org', 'names several', [several, ca2, root]],
  ] as const)('accepts %s where the certificate %s', async (host, _, chain) => {
    expect(await judge(chainAndHost, { chain, anchors, host })).toBe('accepted');
  });

  it.each([
    [HOST, 'has it as its common name alone', noName],
    [HOST, 'has it as a URI', uri],
    ['other.alamofire.org', 'names others', several],
    ['deep.test.alamofire.org', 'has a wildcard for another label', wildcard],
    ['127.0.0.1', 'names no address', dns],
  ])('refuses %s where the certificate %s', async (host, _, leaf) => {
    expect(await judge(chainAndHost, { chain: [leaf, ca2, root], anchors, host })).toBe(
      'hostValidationFailed',
    );
  });

  it('accepts an address that the certificate names', async () => {
    const leaf = makeIdentity({ name: 'address', issuer: ca2, addresses: [[127, 0, 0, 1]] });
    expect(await judge(chainAndHost, { chain: [leaf, ca2], anchors, host: '127.0.0.1' })).toBe('accepted');
  });

  it.each([
    ['expired', [expired, ca2, root], anchors],
    ['that lacks an issuer', [dns, root], anchors],
    ['that leads to nobody who is trusted', [dns, ca2], []],
  ] as const)('refuses a chain %s', async (_, chain, trusted) => {
    expect(await judge(chainAndHost, { chain, anchors: trusted })).toBe('trustEvaluationFailed');
  });

  it('judges by anchors of its own, which need not be roots', async () => {
    const byCA2 = new DefaultTrustEvaluator({ anchorCertificates: [ca2.certificate] });
    expect(await judge(byCA2, { chain: [dns, ca2] })).toBe('accepted');
    expect(await judge(byCA2, { chain: [leaves.ofCA1, root], anchors })).toBe('trustEvaluationFailed');
  });
});

describe('a DisabledTrustEvaluator', () => {
  it.each([
    ['lacks an issuer', [dns, root]],
    ['is expired', [expired, ca2, root]],
  ] as const)('accepts a chain that %s', async (_, chain) => {
    expect(await judge(new DisabledTrustEvaluator(), { chain })).toBe('accepted');
  });
});

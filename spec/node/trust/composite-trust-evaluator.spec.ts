import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, throwError } from 'rxjs';
import {
  CompositeTrustEvaluator,
  DefaultTrustEvaluator,
  DisabledTrustEvaluator,
  PublicKeysTrustEvaluator,
  TrustEvaluator,
} from 'rxsession/node';
import { ca2, judge, leaves, root } from '../../support/judged-servers.js';
import { thrownBy } from '../../support/thrown.js';

const { another, dns, expired } = leaves;
const anchors = [root];
const valid = new DefaultTrustEvaluator();
const known = new PublicKeysTrustEvaluator({ keys: [dns.keys.publicKey], validateHost: false });
const anchored = new DefaultTrustEvaluator({ anchorCertificates: [root.certificate] });

describe('a CompositeTrustEvaluator', () => {
  it.each([
    ['accepts what all accept', dns, [valid, known], 'accepted'],
    ['refuses with the first that refuses', expired, [valid, known], 'trustEvaluationFailed'],
    ['refuses with any that refuses', another, [valid, known], 'publicKeyPinningFailed'],
  ] as const)('%s', async (_, leaf, evaluators, verdict) => {
    const composite = new CompositeTrustEvaluator(evaluators);
    expect(await judge(composite, { chain: [leaf, ca2], anchors })).toBe(verdict);
  });

  it('asks the next once the one before has accepted, however it answers', async () => {
    const asked: string[] = [];
    const recording = (name: string, answer: () => ReturnType<typeof valid.evaluate> | PromiseLike<void>) =>
      TrustEvaluator(() => {
        asked.push(name);
        return answer();
      });
    const refusing = TrustEvaluator(() => throwError(() => new Error('no')));
    const composite = new CompositeTrustEvaluator([
      recording('first', () => Promise.resolve()),
      TrustEvaluator(() => of(undefined)),
      recording('second', () => undefined),
      refusing,
      recording('third', () => undefined),
    ]);
    expect(await judge(composite, { chain: [dns] })).toBe('customEvaluationFailed');
    expect(asked).toEqual(['first', 'second']);
  });

  it('judges by the anchors of its first evaluator', async () => {
    const composite = new CompositeTrustEvaluator([anchored, known]);
    expect(await judge(composite, { chain: [dns, ca2] })).toBe('accepted');
  });

  it.each([
    ['none', []],
    ['one with anchors after another', [valid, anchored]],
  ])('is not made of %s', (_, evaluators) => {
    expect(thrownBy(() => new CompositeTrustEvaluator(evaluators))).toBeInstanceOf(TypeError);
  });
});

describe('an evaluator made of a function', () => {
  const failing = (answer: () => unknown) => TrustEvaluator(answer as () => undefined);

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['errors', () => throwError(() => new Error('no'))],
    ['completes without an answer', () => EMPTY],
    ['answers false', () => false],
    ['answers false later', () => Promise.resolve(false)],
  ])('refuses when it %s', async (_, answer) => {
    expect(await judge(failing(answer), { chain: [dns] })).toBe('customEvaluationFailed');
    const composite = new CompositeTrustEvaluator([failing(answer), new DisabledTrustEvaluator()]);
    expect(await judge(composite, { chain: [dns] })).toBe('customEvaluationFailed');
  });

  it('is given the chain, and the verdict of OpenSSL on it', async () => {
    const seen: unknown[] = [];
    const watching = TrustEvaluator(({ certificates, publicKeys, chainFailure }, host) => {
      seen.push(certificates.map(String), publicKeys.length, chainFailure, host);
    });
    await judge(watching, { chain: [expired, ca2, root], anchors, host: 'a.example' });
    const chain = [expired, ca2, root].map(({ certificate }) => certificate.toString());
    expect(seen).toEqual([chain, 3, 'CERT_HAS_EXPIRED', 'a.example']);
  });
});

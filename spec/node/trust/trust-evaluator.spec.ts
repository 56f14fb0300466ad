import { describe, expect, it } from '@jest/globals';
import {
  CompositeTrustEvaluator,
  DefaultTrustEvaluator,
  DisabledTrustEvaluator,
  PinnedCertificatesTrustEvaluator,
  PublicKeysTrustEvaluator,
  RevocationTrustEvaluator,
  TrustEvaluator,
  type ServerTrustEvaluating,
} from 'rxsession/node';
import { leaves } from '../../support/judged-servers.js';

const { certificate, keys } = leaves.dns;

describe('TrustEvaluator', () => {
  it.each<[string, ServerTrustEvaluating, abstract new (...args: never) => ServerTrustEvaluating]>([
    ['default', TrustEvaluator.default(), DefaultTrustEvaluator],
    ['revocationChecking', TrustEvaluator.revocationChecking(), RevocationTrustEvaluator],
    [
      'pinnedCertificates',
      TrustEvaluator.pinnedCertificates({ certificates: [certificate] }),
      PinnedCertificatesTrustEvaluator,
    ],
    ['publicKeys', TrustEvaluator.publicKeys({ keys: [keys.publicKey] }), PublicKeysTrustEvaluator],
    ['composite', TrustEvaluator.composite([new DisabledTrustEvaluator()]), CompositeTrustEvaluator],
  ])('%s makes an evaluator', (_, evaluator, type) => {
    expect(evaluator).toBeInstanceOf(type);
  });
});

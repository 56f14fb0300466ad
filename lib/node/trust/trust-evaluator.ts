import { DefaultTrustEvaluator, type DefaultTrustEvaluatorOptions } from './default-trust-evaluator.js';
import {
  PinnedCertificatesTrustEvaluator,
  type PinnedCertificatesTrustEvaluatorOptions,
} from './pinned-certificates-trust-evaluator.js';
import {
  PublicKeysTrustEvaluator,
  type PublicKeysTrustEvaluatorOptions,
} from './public-keys-trust-evaluator.js';
import {
  RevocationTrustEvaluator,
  type RevocationTrustEvaluatorOptions,
} from './revocation-trust-evaluator.js';
import { CompositeTrustEvaluator, type ServerTrustEvaluating } from './server-trust-evaluating.js';

function evaluatorOf(evaluate: ServerTrustEvaluating['evaluate']): ServerTrustEvaluating {
  return { evaluate: (trust, forHost) => evaluate(trust, forHost) };
}

/**
 * Makes an evaluator of a function. Its members make the evaluators of this package (Alamofire's static members of
 * `ServerTrustEvaluating`).
 *
 * @example
 * const notOlderThanAYear = TrustEvaluator((trust, host) => {
 *   trust.performValidation(host);
 *   if (ageOf(trust.certificates[0]) > YEAR) throw new Error('The certificate is too old.');
 * });
 * const evaluators = { 'api.example.com': TrustEvaluator.publicKeys({ keys }) };
 */
export const TrustEvaluator = Object.assign(evaluatorOf, {
  default: (options?: DefaultTrustEvaluatorOptions) => new DefaultTrustEvaluator(options),
  revocationChecking: (options?: RevocationTrustEvaluatorOptions) => new RevocationTrustEvaluator(options),
  pinnedCertificates: (options: PinnedCertificatesTrustEvaluatorOptions) =>
    new PinnedCertificatesTrustEvaluator(options),
  publicKeys: (options: PublicKeysTrustEvaluatorOptions) => new PublicKeysTrustEvaluator(options),
  composite: (evaluators: readonly ServerTrustEvaluating[]) => new CompositeTrustEvaluator(evaluators),
});

import type { X509Certificate } from 'node:crypto';
import { mapAnswer, type Answer } from '../../answers/answer.js';
import type { ServerTrust } from './server-trust.js';

/**
 * Judges a server (Alamofire's `ServerTrustEvaluating`), after the TLS handshake of each connection and before
 * anything is sent over it.
 *
 * Refuses by throwing, rejecting or erroring: a `SessionError` is kept, any other error becomes
 * `serverTrustEvaluationFailed` with the reason `customEvaluationFailed`. `false` refuses too; any other answer
 * accepts. No answer within the `connectTimeout` fails with `timedOut`.
 *
 * Node does not judge a host that has an evaluator: an evaluator that checks nothing trusts any server.
 */
export interface ServerTrustEvaluating {
  /**
   * Certificates to which a chain must lead, instead of those that Node trusts. They need not be roots. OpenSSL's
   * verdict on that chain is the one that `performDefaultValidation` of the trust reports.
   */
  readonly anchorCertificates?: readonly X509Certificate[] | undefined;
  /** `forHost` is the host of the URL: in lower case, an address without brackets. */
  evaluate(trust: ServerTrust, forHost: string): Answer<void>;
}

/**
 * An evaluator made of a function.
 *
 * @example
 * const notOlderThanAYear = TrustEvaluator((trust, host) => {
 *   trust.performValidation(host);
 *   if (ageOf(trust.certificates[0]) > YEAR) throw new Error('The certificate is too old.');
 * });
 */
export function TrustEvaluator(evaluate: ServerTrustEvaluating['evaluate']): ServerTrustEvaluating {
  return { evaluate: (trust, forHost) => evaluate(trust, forHost) };
}

/** A function that answers `false` is one for `void` as well, and hardly means to accept. */
export function askEvaluator(
  evaluator: ServerTrustEvaluating,
  trust: ServerTrust,
  forHost: string,
): Answer<void> {
  return mapAnswer<unknown, void>(evaluator.evaluate(trust, forHost), (answer) => {
    if (answer === false) throw new Error('The evaluator has answered false.');
  });
}

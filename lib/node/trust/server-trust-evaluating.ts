import type { X509Certificate } from 'node:crypto';
import { mapAnswer, type Answer } from '../../answers/answer.js';
import type { ServerTrust } from './server-trust.js';

/**
 * Judges a server (Alamofire's `ServerTrustEvaluating`): after the TLS handshake of each connection, and before
 * anything is sent over it.
 *
 * It refuses by throwing, rejecting or erroring: a `SessionError` as it is, any other error as
 * `serverTrustEvaluationFailed` with the reason `customEvaluationFailed`. It accepts with any answer but `false`, which
 * refuses as well. No answer is none within the `connectTimeout`, and ends as `timedOut`.
 *
 * Node's own judgement is off where an evaluator judges: one that looks at nothing trusts anybody.
 */
export interface ServerTrustEvaluating {
  /**
   * The certificates that a chain has to lead to, in place of those that Node trusts; they need not be roots. What
   * OpenSSL makes of it is what `performDefaultValidation` of the trust tells.
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

import type { X509Certificate } from 'node:crypto';
import { mapAnswer, type Answer } from '../../answers/answer.js';
import type { ServerTrust } from './server-trust.js';
import { foldAnswers } from '../../answers/fold-answers.js';

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
  /** Asks the server to staple an OCSP response, which the trust then holds. Default: false. */
  readonly requestsStapledResponse?: boolean | undefined;
  /** `forHost` is the host of the URL: in lower case, an address without brackets. */
  evaluate(trust: ServerTrust, forHost: string): Answer<void>;
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

/**
 * Accepts a server that every evaluator accepts. Asks them in order; the first refusal counts (Alamofire's
 * `CompositeTrustEvaluator`).
 *
 * All of them share the anchors of the first. Throws a TypeError for no evaluators, which would trust any server, and
 * for anchors on a later evaluator, which would be ignored.
 */
export class CompositeTrustEvaluator implements ServerTrustEvaluating {
  /** Anchors of the first evaluator, which all of them share. */
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  /** Asks for a stapled OCSP response if one of the evaluators does. */
  readonly requestsStapledResponse: boolean;
  readonly #evaluators: readonly ServerTrustEvaluating[];

  constructor(evaluators: readonly ServerTrustEvaluating[]) {
    const [first, ...others] = evaluators;
    if (first === undefined) throw new TypeError('A CompositeTrustEvaluator of none would trust anybody.');
    if (others.some(({ anchorCertificates }) => anchorCertificates !== undefined)) {
      throw new TypeError('Only the first evaluator of a CompositeTrustEvaluator may have anchors.');
    }
    this.#evaluators = [...evaluators];
    this.anchorCertificates = first.anchorCertificates;
    this.requestsStapledResponse = evaluators.some(
      ({ requestsStapledResponse }) => requestsStapledResponse === true,
    );
  }

  /** Asks the evaluators in order, up to the first refusal. */
  evaluate(trust: ServerTrust, forHost: string): Answer<void> {
    return foldAnswers<ServerTrustEvaluating, void>({
      steps: this.#evaluators,
      initial: undefined,
      ask: (evaluator) => askEvaluator(evaluator, trust, forHost),
    });
  }
}

/**
 * Accepts any server (Alamofire's `DisabledTrustEvaluator`). A machine in the middle can read and change everything,
 * so use it only for servers under development.
 */
export class DisabledTrustEvaluator implements ServerTrustEvaluating {
  /** Accepts the server. */
  evaluate(): void {
    // accepts any server
  }
}

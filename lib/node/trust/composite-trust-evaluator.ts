import type { X509Certificate } from 'node:crypto';
import type { Answer } from '../../answers/answer.js';
import { foldAnswers } from '../../answers/fold-answers.js';
import type { ServerTrust } from './server-trust.js';
import { askEvaluator, type ServerTrustEvaluating } from './server-trust-evaluating.js';

/**
 * Accepts a server that every evaluator accepts. Asks them in order; the first refusal counts (Alamofire's
 * `CompositeTrustEvaluator`).
 *
 * All of them share the anchors of the first. Throws a TypeError for no evaluators, which would trust any server, and
 * for anchors on a later evaluator, which would be ignored.
 */
export class CompositeTrustEvaluator implements ServerTrustEvaluating {
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  readonly #evaluators: readonly ServerTrustEvaluating[];

  constructor(evaluators: readonly ServerTrustEvaluating[]) {
    const [first, ...others] = evaluators;
    if (first === undefined) throw new TypeError('A CompositeTrustEvaluator of none would trust anybody.');
    if (others.some(({ anchorCertificates }) => anchorCertificates !== undefined)) {
      throw new TypeError('Only the first evaluator of a CompositeTrustEvaluator may have anchors.');
    }
    this.#evaluators = [...evaluators];
    this.anchorCertificates = first.anchorCertificates;
  }

  evaluate(trust: ServerTrust, forHost: string): Answer<void> {
    return foldAnswers<ServerTrustEvaluating, void>({
      steps: this.#evaluators,
      initial: undefined,
      ask: (evaluator) => askEvaluator(evaluator, trust, forHost),
    });
  }
}

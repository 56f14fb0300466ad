import type { X509Certificate } from 'node:crypto';
import type { Answer } from '../../answers/answer.js';
import { foldAnswers } from '../../answers/fold-answers.js';
import type { ServerTrust } from './server-trust.js';
import { askEvaluator, type ServerTrustEvaluating } from './server-trust-evaluating.js';

/**
 * Accepts a server that every evaluator accepts, asked one after the other; the first refusal counts (Alamofire's
 * `CompositeTrustEvaluator`).
 *
 * The anchors of the first evaluator are those of all. One with anchors in another place would judge by those of the
 * first, and one of none would trust anybody: both throw a TypeError.
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

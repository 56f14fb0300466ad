import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/**
 * Accepts any server (Alamofire's `DisabledTrustEvaluator`). Whoever stands between can read and change everything:
 * for servers under development, and never for others.
 */
export class DisabledTrustEvaluator implements ServerTrustEvaluating {
  evaluate(): void {
    // whoever answers is trusted
  }
}

import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/**
 * Accepts any server (Alamofire's `DisabledTrustEvaluator`). A machine in the middle can read and change everything,
 * so use it only for servers under development.
 */
export class DisabledTrustEvaluator implements ServerTrustEvaluating {
  evaluate(): void {
    // accepts any server
  }
}

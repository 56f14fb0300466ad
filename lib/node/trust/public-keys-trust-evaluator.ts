import type { KeyObject } from 'node:crypto';
import {
  chainValidation,
  type ChainValidation,
  type ChainValidationOptions,
} from './default-trust-evaluator.js';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/** Options of a {@link PublicKeysTrustEvaluator}. */
export interface PublicKeysTrustEvaluatorOptions extends ChainValidationOptions {
  /** Keys of which one must belong to a certificate in the server's chain. */
  keys: readonly KeyObject[];
}

/**
 * Accepts a server whose chain contains one of these public keys (Alamofire's `PublicKeysTrustEvaluator`). A
 * certificate renewed with its old key stays accepted. Pin a backup key beside the one in use.
 *
 * Refuses with `noPublicKeysFound` without keys, with the reasons of {@link DefaultTrustEvaluator}, and with
 * `publicKeyPinningFailed`.
 *
 * @example
 * const evaluator = new PublicKeysTrustEvaluator({
 *   keys: [createPublicKey(current), createPublicKey(backup)],
 * });
 */
export class PublicKeysTrustEvaluator implements ServerTrustEvaluating {
  readonly #pinned: readonly KeyObject[];
  readonly #validateChain: ChainValidation;

  constructor({ keys, ...validation }: PublicKeysTrustEvaluatorOptions) {
    this.#pinned = [...keys];
    this.#validateChain = chainValidation(validation);
  }

  /** Refuses a chain without a pinned key. */
  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#pinned.length === 0) throw refusal({ kind: 'noPublicKeysFound' });
    this.#validateChain(trust, forHost);
    const isPinned = trust.publicKeys.some((key) => this.#pinned.some((pin) => pin.equals(key)));
    if (!isPinned) throw refusal({ kind: 'publicKeyPinningFailed', host: forHost });
  }
}

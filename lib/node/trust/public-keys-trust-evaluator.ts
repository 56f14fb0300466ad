import type { KeyObject } from 'node:crypto';
import { chainValidation, type ChainValidation, type ChainValidationOptions } from './chain-validation.js';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

export interface PublicKeysTrustEvaluatorOptions extends ChainValidationOptions {
  /** One of them has to be the key of a certificate in the chain of the server. */
  keys: readonly KeyObject[];
}

/**
 * Accepts a server in whose chain one of these public keys is (Alamofire's `PublicKeysTrustEvaluator`): a certificate
 * that is renewed with the same key stays accepted. Give a backup key beside the one in use.
 *
 * Refuses with `noPublicKeysFound` where there are none to look for, with what {@link DefaultTrustEvaluator} refuses
 * with, and with `publicKeyPinningFailed`.
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

  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#pinned.length === 0) throw refusal({ kind: 'noPublicKeysFound' });
    this.#validateChain(trust, forHost);
    const isPinned = trust.publicKeys.some((key) => this.#pinned.some((pin) => pin.equals(key)));
    if (!isPinned) throw refusal({ kind: 'publicKeyPinningFailed', host: forHost });
  }
}

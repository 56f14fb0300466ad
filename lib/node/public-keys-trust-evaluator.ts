import type { KeyObject } from 'node:crypto';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

export interface PublicKeysTrustEvaluatorOptions {
  /** One of them has to be the key of a certificate in the chain of the server. */
  keys: readonly KeyObject[];
  /** Whether the chain has to be valid as well; true unless given. */
  performDefaultValidation?: boolean | undefined;
  /** Whether the certificate has to name the host, in a valid chain; true unless given. */
  validateHost?: boolean | undefined;
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
  readonly #performDefaultValidation: boolean;
  readonly #validateHost: boolean;

  constructor({
    keys,
    performDefaultValidation = true,
    validateHost = true,
  }: PublicKeysTrustEvaluatorOptions) {
    this.#pinned = [...keys];
    this.#performDefaultValidation = performDefaultValidation;
    this.#validateHost = validateHost;
  }

  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#pinned.length === 0) throw refusal({ kind: 'noPublicKeysFound' });
    if (this.#performDefaultValidation) trust.performDefaultValidation();
    if (this.#validateHost) trust.performValidation(forHost);
    const isPinned = trust.publicKeys.some((key) => this.#pinned.some((pin) => pin.equals(key)));
    if (!isPinned) throw refusal({ kind: 'publicKeyPinningFailed', host: forHost });
  }
}

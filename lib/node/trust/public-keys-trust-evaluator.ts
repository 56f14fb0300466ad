import { KeyObject } from 'node:crypto';
import { typeNameOf } from '../../errors/type-name.js';
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
 * The constructor throws a TypeError for what is no KeyObject, such as PEM text.
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
    this.#pinned = Array.from(keys, checked);
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

function checked(key: unknown): KeyObject {
  if (key instanceof KeyObject) return key;
  const given = key instanceof Uint8Array ? 'a Buffer' : typeNameOf(key);
  throw new TypeError(`A key is ${given}, not a KeyObject: make one with createPublicKey(pem).`);
}

import type { X509Certificate } from 'node:crypto';
import { chainValidation, type ChainValidation, type ChainValidationOptions } from './chain-validation.js';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

export interface PinnedCertificatesTrustEvaluatorOptions extends ChainValidationOptions {
  /** One of them has to be in the chain of the server: its own, or that of an authority. */
  certificates: readonly X509Certificate[];
  /** Whether these certificates are the anchors, and no others: for those that signed themselves; false unless given. */
  acceptSelfSignedCertificates?: boolean | undefined;
}

/**
 * Accepts a server in whose chain one of these certificates is (Alamofire's `PinnedCertificatesTrustEvaluator`). What
 * a server presents without a signature that leads to it is not in its chain.
 *
 * Refuses with `noCertificatesFound` where there are none to look for, with what {@link DefaultTrustEvaluator} refuses
 * with, and with `certificatePinningFailed`.
 *
 * @example
 * const evaluator = new PinnedCertificatesTrustEvaluator({
 *   certificates: [new X509Certificate(await readFile('api.example.com.pem'))],
 * });
 */
export class PinnedCertificatesTrustEvaluator implements ServerTrustEvaluating {
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  readonly #pinned: readonly X509Certificate[];
  readonly #validateChain: ChainValidation;

  constructor({
    certificates,
    acceptSelfSignedCertificates = false,
    ...validation
  }: PinnedCertificatesTrustEvaluatorOptions) {
    this.#pinned = [...certificates];
    this.anchorCertificates = acceptSelfSignedCertificates ? this.#pinned : undefined;
    this.#validateChain = chainValidation(validation);
  }

  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#pinned.length === 0) throw refusal({ kind: 'noCertificatesFound' });
    this.#validateChain(trust, forHost);
    const isPinned = trust.certificates.some(({ raw }) => this.#pinned.some((pin) => pin.raw.equals(raw)));
    if (!isPinned) throw refusal({ kind: 'certificatePinningFailed', host: forHost });
  }
}

import { X509Certificate } from 'node:crypto';
import { typeNameOf } from '../../errors/type-name.js';
import {
  chainValidation,
  type ChainValidation,
  type ChainValidationOptions,
} from './default-trust-evaluator.js';
import { refusal, type ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/** Options of a {@link PinnedCertificatesTrustEvaluator}. */
export interface PinnedCertificatesTrustEvaluatorOptions extends ChainValidationOptions {
  /** Certificates of which the server's chain must contain one, as its own or as an authority's. */
  certificates: readonly X509Certificate[];
  /** Makes these certificates the only anchors, which self-signed ones need. Default: false. */
  acceptSelfSignedCertificates?: boolean | undefined;
}

/**
 * Accepts a server whose chain contains one of these certificates (Alamofire's `PinnedCertificatesTrustEvaluator`). A
 * presented certificate that no signature links to the server's own is not part of its chain.
 *
 * The constructor throws a TypeError for what is no X509Certificate, such as the bytes of one.
 *
 * Refuses with `noCertificatesFound` without certificates, with the reasons of {@link DefaultTrustEvaluator}, and
 * with `certificatePinningFailed`.
 *
 * @example
 * const evaluator = new PinnedCertificatesTrustEvaluator({
 *   certificates: [new X509Certificate(await readFile('api.example.com.pem'))],
 * });
 */
export class PinnedCertificatesTrustEvaluator implements ServerTrustEvaluating {
  /** The pinned certificates if self-signed ones are accepted, else undefined. */
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  readonly #pinned: readonly X509Certificate[];
  readonly #validateChain: ChainValidation;

  constructor({
    certificates,
    acceptSelfSignedCertificates = false,
    ...validation
  }: PinnedCertificatesTrustEvaluatorOptions) {
    this.#pinned = Array.from(certificates, checked);
    this.anchorCertificates = acceptSelfSignedCertificates ? this.#pinned : undefined;
    this.#validateChain = chainValidation(validation);
  }

  /** Refuses a chain without a pinned certificate. */
  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#pinned.length === 0) throw refusal({ kind: 'noCertificatesFound' });
    this.#validateChain(trust, forHost);
    const isPinned = trust.certificates.some(({ raw }) => this.#pinned.some((pin) => pin.raw.equals(raw)));
    if (!isPinned) throw refusal({ kind: 'certificatePinningFailed', host: forHost });
  }
}

function checked(certificate: unknown): X509Certificate {
  if (certificate instanceof X509Certificate) return certificate;
  const given = certificate instanceof Uint8Array ? 'a Buffer' : typeNameOf(certificate);
  throw new TypeError(
    `A certificate is ${given}, not an X509Certificate: make one with new X509Certificate(pem), or read files with certificatesIn.`,
  );
}

import type { X509Certificate } from 'node:crypto';
import type { ServerTrust } from './server-trust.js';
import type { ServerTrustEvaluating } from './server-trust-evaluating.js';

/** Options of a {@link DefaultTrustEvaluator}. */
export interface DefaultTrustEvaluatorOptions {
  /** Requires the certificate to name the host. Default: true. */
  validateHost?: boolean | undefined;
  /** The authorities that may vouch for the host, such as a private one; those that Node trusts unless given. */
  anchorCertificates?: readonly X509Certificate[] | undefined;
}

/**
 * Accepts a server whose chain of certificates is valid and leads to an anchor, and whose certificate names the host
 * among its alternative names (Alamofire's `DefaultTrustEvaluator`). Refuses with `trustEvaluationFailed` or
 * `hostValidationFailed`.
 */
export class DefaultTrustEvaluator implements ServerTrustEvaluating {
  /** Certificates to which the chain must lead, instead of those that Node trusts. */
  readonly anchorCertificates: readonly X509Certificate[] | undefined;
  readonly #validateHost: boolean;

  constructor({ validateHost = true, anchorCertificates }: DefaultTrustEvaluatorOptions = {}) {
    this.#validateHost = validateHost;
    this.anchorCertificates = anchorCertificates && [...anchorCertificates];
  }

  /** Refuses an invalid chain, and with `validateHost` a certificate for another host. */
  evaluate(trust: ServerTrust, forHost: string): void {
    if (this.#validateHost) trust.performValidation(forHost);
    else trust.performDefaultValidation();
  }
}

/** Checks of a certificate chain beside the pinning. */
export interface ChainValidationOptions {
  /** Requires a valid chain, even without `validateHost`, which requires one in any case. Default: true. */
  performDefaultValidation?: boolean | undefined;
  /** Requires the certificate to name the host, in a valid chain. Default: true. */
  validateHost?: boolean | undefined;
}

/** Refuses like {@link DefaultTrustEvaluator}, as far as the options require. */
export type ChainValidation = (trust: ServerTrust, forHost: string) => void;

export function chainValidation({
  performDefaultValidation = true,
  validateHost = true,
}: ChainValidationOptions): ChainValidation {
  return (trust, forHost) => {
    if (validateHost) trust.performValidation(forHost);
    else if (performDefaultValidation) trust.performDefaultValidation();
  };
}

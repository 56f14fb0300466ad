import type { ServerTrust } from './server-trust.js';

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

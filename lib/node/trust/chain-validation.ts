import type { ServerTrust } from './server-trust.js';

/** What has to hold of a chain beside what is pinned. */
export interface ChainValidationOptions {
  /** Whether the chain has to be valid where the host is not validated, which asks for it anyway; true unless given. */
  performDefaultValidation?: boolean | undefined;
  /** Whether the certificate has to name the host, in a valid chain; true unless given. */
  validateHost?: boolean | undefined;
}

/** Refuses as {@link DefaultTrustEvaluator} does what does not hold, as far as it has to. */
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

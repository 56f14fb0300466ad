import type { ErrorWords, Verdict } from '../transport/network-error-verdict.js';

/** Browsers describe failures in words, without codes. */
export function verdictOnPlatformCode(_words: ErrorWords): Verdict {
  return undefined;
}

import type { ErrorWords, Verdict } from '../transport/network-error-verdict.js';

/** A browser says in words what failed, and has no codes for it. */
export function verdictOnPlatformCode(_words: ErrorWords): Verdict {
  return undefined;
}

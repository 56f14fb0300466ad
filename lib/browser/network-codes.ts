import type { ErrorWords, Verdict } from '../transport/network-error-verdict.js';

/** Browsers describe failures in words, without codes. */
export function verdictOnPlatformCode(_words: ErrorWords): Verdict {
  return undefined;
}

/** Sentence for an error whose own text does not help: browsers have none. */
export function sentenceOnPlatformError(_words: ErrorWords): string | undefined {
  return undefined;
}

/** How the delay before a retry grows and is spread. */
export interface Backoff {
  readonly base: number;
  /** Milliseconds before the first retry. */
  readonly scale: number;
  /** `full` spreads retries evenly between no delay and the whole, so that clients do not come back at once. */
  readonly jitter: 'none' | 'full';
  /** Milliseconds that no delay exceeds. */
  readonly maximumDelay: number;
}

/**
 * Milliseconds before a retry: `scale × base^retryCount`, at most `maximumDelay`, times a random part of it
 * with full jitter. `random` gives numbers from 0 to less than 1.
 */
export function backoffDelay(retryCount: number, backoff: Backoff, random: () => number): number {
  const delay = cappedDelay(backoff.scale * backoff.base ** retryCount, backoff.maximumDelay);
  return backoff.jitter === 'full' ? delay * random() : delay;
}

/** A delay that a clock can measure: none below 0, none above the maximum. */
export function cappedDelay(delay: number, maximumDelay: number): number {
  return Number.isNaN(delay) ? 0 : Math.min(Math.max(delay, 0), maximumDelay);
}

import type { Step } from '../step.js';

/**
 * Settles the outcome: listeners that subscribe from now on are served on their own. While a cancellation is queued on the
 * rootQueue it makes no move, and is interrupted by that.
 */
export const settleOutcome: Step<undefined, undefined> = (x, _, go) => {
  if (x.isBeingCancelled) return undefined;
  x.didSettle();
  return go.next(undefined);
};

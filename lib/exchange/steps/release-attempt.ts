import { cleanUp } from '../ask.js';
import { endAttempt } from '../end-attempt.js';
import type { Verdict } from '../exchange.js';
import type { Step } from '../step.js';

/**
 * Ends what is left of the attempt, however it ended: a task that is not completed, and what the attempt occupies, such
 * as a temporary file. Nothing continues before that is gone, unless it takes longer than a second.
 */
export const releaseAttempt: Step<Verdict, Verdict> = (x, verdict, go) => {
  endAttempt(x);
  const { releaseAttempt: release } = x;
  if (release === undefined) return go.next(verdict);
  return cleanUp(x, release, () => go.next(verdict));
};

import { type SchedulerLike, Subscription } from 'rxjs';
import { reportUnhandledError } from './report-unhandled-error.js';

/**
 * Does the work on somebody's queue, and gives back what keeps it from being done. A queue that fails to take it
 * is reported, and the work is done at once: nobody waits for ever because of a queue.
 */
export function runOn(queue: SchedulerLike, work: () => void): Subscription {
  let hasBegun = false;
  const once = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    work();
  };
  try {
    return queue.schedule(once);
  } catch (error) {
    reportUnhandledError(error);
    once();
    return Subscription.EMPTY;
  }
}

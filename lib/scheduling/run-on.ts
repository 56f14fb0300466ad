import { type SchedulerLike, Subscription } from 'rxjs';
import { reportUnhandledError } from './report-unhandled-error.js';

/**
 * Runs work on a caller's queue. Returns the subscription that drops it. If the queue throws, reports the error and
 * runs the work at once, so that no listener waits for ever.
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

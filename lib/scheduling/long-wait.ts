import { Subscription, type Unsubscribable } from 'rxjs';
import type { Timeline } from './timeline.js';

/** Milliseconds, some 24.8 days: a platform's timer that is set to more overflows and ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Runs after any delay in milliseconds, however long; `Infinity` never comes and holds no timer. */
export function scheduleOn(timeline: Timeline, run: () => void, delay: number): Unsubscribable {
  if (delay <= LONGEST_TIMER) return timeline.schedule(run, delay);
  const wait = new Subscription();
  if (delay === Infinity) return wait;
  const continueWaiting = (): void => {
    wait.add(scheduleOn(timeline, run, delay - LONGEST_TIMER));
  };
  wait.add(timeline.schedule(continueWaiting, LONGEST_TIMER));
  return wait;
}

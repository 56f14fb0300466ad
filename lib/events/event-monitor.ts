import type { SchedulerLike } from 'rxjs';
import type { SessionEvent } from './session-event.js';

/**
 * Watches a session or a request: one optional method for each type of {@link SessionEvent}, called with
 * that event (Alamofire's `EventMonitor`).
 *
 * Called in the order things happen: on the monitor's `queue` where it has one, else on the session's
 * rootQueue. What a monitor throws is reported as an unhandled error and never harms a request.
 *
 * @example
 * const slow: EventMonitor = {
 *   requestDidGatherMetrics: ({ request, metrics }) => {
 *     if (metrics.taskInterval.duration > 1000) console.warn(String(request.request), 'is slow');
 *   },
 * };
 * const session = new Session({ eventMonitors: [slow] });
 */
export type EventMonitor = {
  /** Where the methods are called; the rootQueue of the session unless given. */
  readonly queue?: SchedulerLike | undefined;
  /** Whether anything is to be told at the moment; yes unless given. Read before each event is built. */
  readonly isEnabled?: boolean | undefined;
} & {
  [Type in SessionEvent['type']]?: ((event: Extract<SessionEvent, { type: Type }>) => void) | undefined;
};

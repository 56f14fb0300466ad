import type { SchedulerLike } from 'rxjs';
import type { SessionEvent } from './session-event.js';

/**
 * Watches a session or a request: one optional method for each type of {@link SessionEvent}, called with that event
 * (Alamofire's `EventMonitor`).
 *
 * Methods are called in the order of the events, on the monitor's `queue` if it has one, else on the session's
 * rootQueue. An exception is reported as an unhandled error and never harms a request.
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
  /** Scheduler of the methods. Default: the rootQueue of the session. */
  readonly queue?: SchedulerLike | undefined;
  /** False mutes the monitor. Read before each event is built. Default: true. */
  readonly isEnabled?: boolean | undefined;
} & {
  [Type in SessionEvent['type']]?: ((event: Extract<SessionEvent, { type: Type }>) => void) | undefined;
};

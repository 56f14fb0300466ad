import type { SchedulerLike } from 'rxjs';
import type { EventMonitorMethods } from './every-event.js';

/** Options of a {@link ClosureEventMonitor}. */
export interface ClosureEventMonitorOptions {
  /** Scheduler of the closures. Default: they are called synchronously. */
  readonly queue?: SchedulerLike | undefined;
}

/**
 * A monitor whose methods are closures to be assigned, at any time (Alamofire's `ClosureEventMonitor`). A
 * type of event without one goes untold.
 *
 * @example
 * const monitor = new ClosureEventMonitor();
 * monitor.requestDidFinish = ({ request }) => console.log(String(request.lastRequest), 'has finished');
 * const session = new Session({ eventMonitors: [monitor] });
 */
export interface ClosureEventMonitor extends EventMonitorMethods {
  /** Scheduler of the closures. */
  readonly queue: SchedulerLike | undefined;
}

/** Makes a {@link ClosureEventMonitor} without any closure yet. */
export const ClosureEventMonitor = class {
  readonly queue: SchedulerLike | undefined;

  constructor({ queue }: ClosureEventMonitorOptions = {}) {
    this.queue = queue;
  }
} as new (options?: ClosureEventMonitorOptions) => ClosureEventMonitor;

import type { SchedulerLike } from 'rxjs';
import type { EventMonitor } from './event-monitor.js';
import { everyEvent } from './every-event.js';
import { isListening, notifyMonitor } from './notify-monitor.js';

/** Options of a {@link CompositeEventMonitor}. */
export interface CompositeEventMonitorOptions {
  /** Scheduler of monitors without a queue of their own. Default: they are called synchronously. */
  readonly queue?: SchedulerLike | undefined;
  /** Monitors, in the order they are notified. */
  readonly monitors: readonly EventMonitor[];
}

/**
 * Several monitors as one (Alamofire's `CompositeEventMonitor`). Each event goes to all of them, in order, each on
 * its own queue if it has one. An exception of one does not reach the others.
 *
 * @example
 * new Session({ eventMonitors: [new CompositeEventMonitor({ monitors: [new ConsoleEventMonitor(), metrics] })] });
 */
export class CompositeEventMonitor implements EventMonitor {
  /** Scheduler of monitors without a queue of their own. */
  readonly queue: SchedulerLike | undefined;
  /** Monitors, in the order they are notified. */
  readonly monitors: readonly EventMonitor[];

  constructor({ queue, monitors }: CompositeEventMonitorOptions) {
    this.queue = queue;
    this.monitors = Object.freeze([...monitors]);
    const toAll = everyEvent((event) => {
      for (const monitor of this.monitors) notifyMonitor(monitor, event);
    });
    Object.assign(this, toAll);
  }

  /** True if any of the monitors is enabled. */
  get isEnabled(): boolean {
    return this.monitors.some(isListening);
  }
}

import type { SchedulerLike } from 'rxjs';
import type { EventMonitor } from './event-monitor.js';
import { everyEvent } from './every-event.js';
import { isListening, notifyMonitor } from './notify-monitor.js';

export interface CompositeEventMonitorOptions {
  /** Where the monitors without a queue of their own are called; at once unless given. */
  readonly queue?: SchedulerLike | undefined;
  readonly monitors: readonly EventMonitor[];
}

/**
 * Several monitors as one (Alamofire's `CompositeEventMonitor`): each event goes to all of them, in their
 * order. Each is called on its own queue where it has one, and what one throws harms none of the others.
 *
 * @example
 * new Session({ eventMonitors: [new CompositeEventMonitor({ monitors: [new ConsoleEventMonitor(), metrics] })] });
 */
export class CompositeEventMonitor implements EventMonitor {
  readonly queue: SchedulerLike | undefined;
  readonly monitors: readonly EventMonitor[];

  constructor({ queue, monitors }: CompositeEventMonitorOptions) {
    this.queue = queue;
    this.monitors = Object.freeze([...monitors]);
    const toAll = everyEvent((event) => {
      for (const monitor of this.monitors) notifyMonitor(monitor, event);
    });
    Object.assign(this, toAll);
  }

  /** Whether any of the monitors wants to be told. */
  get isEnabled(): boolean {
    return this.monitors.some(isListening);
  }
}

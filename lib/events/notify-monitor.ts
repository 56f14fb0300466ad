import type { RunInContext } from '../answers/context.js';
import { reportingFailure, reportUnhandledError } from '../scheduling/report-unhandled-error.js';
import type { EventMonitor } from './event-monitor.js';
import type { SessionEvent, SessionEventType } from './session-event.js';

/** True if a monitor is enabled. Returns false and reports the error if its getter throws. */
export function isListening(monitor: EventMonitor): boolean {
  try {
    return monitor.isEnabled ?? true;
  } catch (error) {
    reportUnhandledError(error);
    return false;
  }
}

/** True if an enabled monitor has a method for this type of event. Throws if a getter of the monitor throws. */
export function wants(monitor: EventMonitor, type: SessionEventType): boolean {
  return (monitor.isEnabled ?? true) && monitor[type] !== undefined;
}

/** Like {@link wants}, but returns false and reports the error if a getter of the monitor throws. */
export function listensTo(monitor: EventMonitor, type: SessionEventType): boolean {
  try {
    return monitor[type] !== undefined && wants(monitor, type);
  } catch (error) {
    reportUnhandledError(error);
    return false;
  }
}

/**
 * Calls the monitor's method for an event, on the monitor's queue if it has one, else synchronously. Never throws: an
 * exception of the monitor is reported as an unhandled error.
 */
export function notifyMonitor(
  monitor: EventMonitor,
  event: SessionEvent,
  runInContext: RunInContext = anywhere,
): void {
  const call = (): void => {
    runInContext(() => {
      callMethod(monitor, event);
    });
  };
  try {
    if (!listensTo(monitor, event.type)) return;
    const { queue } = monitor;
    if (queue === undefined || queue === NOT_GIVEN.queue) call();
    else
      queue.schedule(() => {
        reportingFailure(call);
      });
  } catch (error) {
    reportUnhandledError(error);
  }
}

/** A polluted prototype gives every object the field: no monitor has asked for it. */
const NOT_GIVEN: EventMonitor = {};

function anywhere<R>(work: () => R): R {
  return work();
}

function callMethod(monitor: EventMonitor, event: SessionEvent): void {
  // the type of the method follows from event.type, which the compiler cannot see in a union
  const method = monitor[event.type] as ((event: SessionEvent) => void) | undefined;
  method?.call(monitor, event);
}

import type { RunInContext } from '../answers/context.js';
import { reportingFailure, reportUnhandledError } from '../scheduling/report-unhandled-error.js';
import type { EventMonitor } from './event-monitor.js';
import type { SessionEvent, SessionEventType } from './session-event.js';

/** Whether a monitor wants to be told anything at the moment; not when it throws at the question. */
export function isListening(monitor: EventMonitor): boolean {
  try {
    return monitor.isEnabled ?? true;
  } catch (error) {
    reportUnhandledError(error);
    return false;
  }
}

/** Whether a monitor wants to be told events of this type at the moment; throws when it throws at the question. */
export function wants(monitor: EventMonitor, type: SessionEventType): boolean {
  return (monitor.isEnabled ?? true) && monitor[type] !== undefined;
}

/** The same; not when it throws at the question, which is asked where there is a method for the event alone. */
export function listensTo(monitor: EventMonitor, type: SessionEventType): boolean {
  try {
    return monitor[type] !== undefined && wants(monitor, type);
  } catch (error) {
    reportUnhandledError(error);
    return false;
  }
}

/**
 * Calls the method of a monitor that has the event's type as its name: on the monitor's queue when it has
 * one, else at once. Never throws: what the monitor throws is reported as an unhandled error.
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

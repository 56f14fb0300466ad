import type { EventMonitor } from './event-monitor.js';
import { SESSION_EVENT_TYPES } from './session-event-types.js';
import type { SessionEvent, SessionEventType } from './session-event.js';

/** The methods of an {@link EventMonitor} without its settings. */
export type EventMonitorMethods = Pick<EventMonitor, SessionEventType>;

/**
 * A monitor's methods for all types of event, or for some, as one function.
 *
 * @example
 * const monitor: EventMonitor = everyEvent((event) => console.log(event.type));
 */
export function everyEvent(
  receive: (event: SessionEvent) => void,
  types: readonly SessionEventType[] = SESSION_EVENT_TYPES,
): EventMonitorMethods {
  return Object.fromEntries(types.map((type) => [type, receive]));
}

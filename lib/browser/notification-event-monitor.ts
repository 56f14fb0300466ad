import type { EventMonitor } from '../events/event-monitor.js';
import { everyEvent } from '../events/every-event.js';
import {
  notificationName,
  REQUEST_NOTIFICATION_TYPES,
  type RequestNotificationType,
} from '../events/request-notification-types.js';
import type { SessionEvent } from '../events/session-event.js';
import { CountingEventTarget } from './counting-event-target.js';

/** The events that {@link notifications} dispatches, by their names. */
export type NotificationEventMap = {
  [Type in RequestNotificationType as `rxsession:${Type}`]: CustomEvent<
    Extract<SessionEvent, { type: Type }>
  >;
};

/** An EventTarget that knows whether anyone listens to it. */
export interface NotificationTarget extends EventTarget {
  /** True while any event has a listener. */
  readonly hasListeners: boolean;
  /** True while an event has a listener. */
  hasListenersFor(name: string): boolean;
  /** Adds a listener of one event. */
  addEventListener<Name extends keyof NotificationEventMap>(
    name: Name,
    listener: ((event: NotificationEventMap[Name]) => void) | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  /** Removes a listener. */
  removeEventListener<Name extends keyof NotificationEventMap>(
    name: Name,
    listener: ((event: NotificationEventMap[Name]) => void) | null,
    options?: EventListenerOptions | boolean,
  ): void;
  removeEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void;
}

/**
 * Event target of all sessions' request events. Listen for `rxsession:` and the type of an event, such as
 * `rxsession:requestDidFinish`. The event itself is the `detail`.
 *
 * @example
 * notifications.addEventListener('rxsession:requestDidFinish', ({ detail }) => count(detail.request));
 */
export const notifications: NotificationTarget = /* @__PURE__ */ new CountingEventTarget();

/**
 * Dispatches request events to an EventTarget, by default {@link notifications} (Alamofire's notifications). Costs
 * nothing while nobody listens.
 */
export class NotificationEventMonitor implements EventMonitor {
  readonly #target: NotificationTarget;

  constructor(target: NotificationTarget = notifications) {
    this.#target = target;
    const types: ReadonlyMap<string, string> = new Map(
      REQUEST_NOTIFICATION_TYPES.map((type) => [type, notificationName(type)]),
    );
    const notify = everyEvent((event) => {
      const name = types.get(event.type);
      if (name === undefined || !target.hasListenersFor(name)) return;
      target.dispatchEvent(new CustomEvent(name, { detail: event }));
    }, REQUEST_NOTIFICATION_TYPES);
    Object.assign(this, notify);
  }

  /** True while any of the events has a listener. */
  get isEnabled(): boolean {
    return this.#target.hasListeners;
  }
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CountingEventTarget } from '../../lib/browser/counting-event-target.js';
import {
  NotificationEventMonitor,
  notifications,
  type NotificationEventMap,
} from '../../lib/browser/notification-event-monitor.js';
import { EventHub } from '../../lib/events/event-hub.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

const LIFE: readonly string[] = [
  'requestDidResume',
  'requestDidResumeTask',
  'requestDidSuspend',
  'requestDidSuspendTask',
  'requestDidCancel',
  'requestDidCancelTask',
  'requestDidCompleteTask',
  'requestDidFinish',
];

describe('NotificationEventMonitor', () => {
  let received: [name: string, detail: unknown][];
  const receive = (event: Event): void => {
    received.push([event.type, (event as CustomEvent).detail]);
  };

  beforeEach(() => {
    received = [];
  });

  afterEach(() => {
    for (const { type } of everyTypeOfEvent())
      notifications.removeEventListener(`rxsession:${type}`, receive);
  });

  it('dispatches the life of a request, and nothing else, under their names', () => {
    for (const { type } of everyTypeOfEvent()) notifications.addEventListener(`rxsession:${type}`, receive);
    const hub = new EventHub([new NotificationEventMonitor()]);
    for (const event of everyTypeOfEvent()) hub.emit(event);
    const expected = everyTypeOfEvent().filter(({ type }) => LIFE.includes(type));
    expect(received).toEqual(expected.map((event) => [`rxsession:${event.type}`, event]));
  });

  it('is enabled while somebody listens', () => {
    const hub = new EventHub([new NotificationEventMonitor()]);
    const before = hub.isObserved;
    notifications.addEventListener('rxsession:requestDidFinish', receive);
    const during = hub.isObserved;
    notifications.removeEventListener('rxsession:requestDidFinish', receive);
    expect([before, during, hub.isObserved]).toEqual([false, true, false]);
  });

  it('gives the event as the detail, with its type', () => {
    const ids: string[] = [];
    const listener = ({ detail }: NotificationEventMap['rxsession:requestDidFinish']): void => {
      ids.push(detail.request.id);
    };
    notifications.addEventListener('rxsession:requestDidFinish', listener, { once: true });
    new EventHub([new NotificationEventMonitor()]).emit(finished());
    expect([ids, notifications.hasListeners]).toEqual([['request-1'], false]);
  });

  it('dispatches on a target of its own where it is given one', () => {
    const target = new CountingEventTarget();
    target.addEventListener('rxsession:requestDidFinish', receive);
    notifications.addEventListener('rxsession:requestDidFinish', () => received.push(['shared', undefined]), {
      signal: AbortSignal.abort(),
    });
    new EventHub([new NotificationEventMonitor(target)]).emit(finished());
    expect(received).toEqual([['rxsession:requestDidFinish', finished()]]);
  });
});

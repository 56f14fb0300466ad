import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventHub } from '../../lib/events/event-hub.js';
import { DiagnosticsEventMonitor } from '../../lib/node/diagnostics-event-monitor.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

const LIFE = [
  'requestDidResume',
  'requestDidResumeTask',
  'requestDidSuspend',
  'requestDidSuspendTask',
  'requestDidCancel',
  'requestDidCancelTask',
  'requestDidCompleteTask',
  'requestDidFinish',
];

describe('DiagnosticsEventMonitor', () => {
  let received: [name: string | symbol, message: unknown][];
  const receive = (message: unknown, name: string | symbol): void => {
    received.push([name, message]);
  };

  beforeEach(() => {
    received = [];
  });

  afterEach(() => {
    for (const type of LIFE) unsubscribe(`rxsession:${type}`, receive);
  });

  it('publishes the life of a request, and nothing else, on channels of their names', () => {
    for (const { type } of everyTypeOfEvent()) subscribe(`rxsession:${type}`, receive);
    const hub = new EventHub([new DiagnosticsEventMonitor()]);
    for (const event of everyTypeOfEvent()) hub.emit(event);
    const expected = everyTypeOfEvent().filter(({ type }) => LIFE.includes(type));
    expect(received).toEqual(expected.map((event) => [`rxsession:${event.type}`, event]));
    for (const { type } of everyTypeOfEvent()) unsubscribe(`rxsession:${type}`, receive);
  });

  it.each(LIFE)('is enabled while somebody is subscribed to %s', (type) => {
    const monitor = new DiagnosticsEventMonitor();
    const before = monitor.isEnabled;
    subscribe(`rxsession:${type}`, receive);
    const during = monitor.isEnabled;
    unsubscribe(`rxsession:${type}`, receive);
    expect([before, during, monitor.isEnabled]).toEqual([false, true, false]);
  });

  it('leaves a hub unobserved while nobody is subscribed', () => {
    expect(new EventHub([new DiagnosticsEventMonitor()]).isObserved).toBe(false);
  });

  it('publishes for somebody who subscribed after it was made', () => {
    const hub = new EventHub([new DiagnosticsEventMonitor()]);
    const event = finished();
    hub.emit(event);
    subscribe('rxsession:requestDidFinish', receive);
    hub.emit(event);
    expect(received).toEqual([['rxsession:requestDidFinish', event]]);
  });
});

import { VirtualTimeScheduler } from 'rxjs';
import { EventHub } from '../../lib/events/event-hub.js';
import type { EventMonitor } from '../../lib/events/event-monitor.js';
import { requestInfo } from '../support/request-info.js';
import { reportedErrors } from '../support/reported-errors.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

describe('EventHub', () => {
  const { errors, reported } = reportedErrors();
  let log: string[];
  const monitorNamed = (name: string): EventMonitor => ({
    requestDidResume: () => log.push(`${name} resumed`),
    requestDidFinish: () => log.push(`${name} finished`),
  });

  beforeEach(() => {
    log = [];
  });

  it('tells the monitors in their order, then the subscribers', () => {
    const hub = new EventHub([monitorNamed('a'), monitorNamed('b')]);
    hub.events.subscribe(({ type }) => log.push(`subscriber ${type}`));
    hub.emit(finished());
    expect(log).toEqual(['a finished', 'b finished', 'subscriber requestDidFinish']);
  });

  it.each(everyTypeOfEvent().map((event) => [event.type, event] as const))(
    'gives %s to the method of that name, and to no other',
    (type, event) => {
      const received: unknown[] = [];
      const monitor = Object.fromEntries(
        everyTypeOfEvent().map((other) => [other.type, (told: unknown) => received.push([other.type, told])]),
      );
      new EventHub([monitor]).emit(event);
      expect(received).toEqual([[type, event]]);
    },
  );

  it('calls the methods of a monitor on the monitor', () => {
    class Counting implements EventMonitor {
      count = 0;
      requestDidFinish(): void {
        this.count += 1;
      }
    }
    const monitor = new Counting();
    new EventHub([monitor]).emit(finished());
    expect(monitor.count).toBe(1);
  });

  it.each([
    ['with nobody', [], false],
    ['with a monitor', [{}], true],
    ['with a monitor that is enabled', [{ isEnabled: true }], true],
    ['with monitors that are all disabled', [{ isEnabled: false }, { isEnabled: false }], false],
    ['with one of two enabled', [{ isEnabled: false }, {}], true],
  ])('is observed or not, %s', (_, monitors, isObserved) => {
    expect(new EventHub(monitors).isObserved).toBe(isObserved);
  });

  it('reports a monitor that throws at the question only for events it has a method for', async () => {
    let question = '';
    const monitor = {
      get isEnabled(): boolean {
        throw new Error(question);
      },
      requestDidFinish: () => undefined,
    };
    const hub = new EventHub([monitor]);
    for (const type of ['requestDidResume', 'requestDidFinish'] as const) {
      question = type;
      expect(hub.hasListenersFor(type)).toBe(false);
    }
    await reported(1);
    expect(errors).toMatchObject([{ message: 'requestDidFinish' }]);
  });

  it('is observed while somebody is subscribed', () => {
    const hub = new EventHub();
    const subscription = hub.events.subscribe();
    const during = hub.isObserved;
    subscription.unsubscribe();
    expect([during, hub.isObserved]).toEqual([true, false]);
  });

  it('does not tell a monitor that is disabled', () => {
    new EventHub([{ ...monitorNamed('a'), isEnabled: false }, monitorNamed('b')]).emit(finished());
    expect(log).toEqual(['b finished']);
  });

  it('tells what is told by a monitor after the event that is being told', () => {
    const request = requestInfo();
    const telling: EventMonitor = {
      requestDidResume: () => {
        hub.emit(finished(request));
        log.push('telling');
      },
    };
    const hub = new EventHub([telling, monitorNamed('a')]);
    hub.events.subscribe(({ type }) => log.push(type));
    hub.emit({ type: 'requestDidResume', request });
    expect(log).toEqual(['telling', 'a resumed', 'requestDidResume', 'a finished', 'requestDidFinish']);
  });

  it('reports what a monitor throws, and tells the others', async () => {
    const thrown = new Error('thrown by a monitor');
    const throwing: EventMonitor = {
      requestDidFinish: () => {
        throw thrown;
      },
    };
    const hub = new EventHub([throwing, monitorNamed('b')]);
    hub.events.subscribe(({ type }) => log.push(type));
    hub.emit(finished());
    hub.emit(finished());
    await reported(2);
    expect(log).toEqual(['b finished', 'requestDidFinish', 'b finished', 'requestDidFinish']);
    expect(errors).toEqual([thrown, thrown]);
  });

  it('reports what a subscriber throws, and tells the others', async () => {
    const hub = new EventHub();
    const thrown = new Error('thrown by a subscriber');
    hub.events.subscribe(() => {
      throw thrown;
    });
    hub.events.subscribe(({ type }) => log.push(type));
    hub.emit(finished());
    await reported(1);
    expect([log, errors]).toEqual([['requestDidFinish'], [thrown]]);
  });

  it('tells a monitor with a queue there, in order', async () => {
    const queue = new VirtualTimeScheduler();
    const throwing: EventMonitor = {
      queue,
      requestDidFinish: () => {
        throw new Error('thrown on the queue');
      },
    };
    const hub = new EventHub([throwing, { ...monitorNamed('queued'), queue }, monitorNamed('direct')]);
    hub.emit({ type: 'requestDidResume', request: requestInfo() });
    hub.emit(finished());
    log.push('told');
    queue.flush();
    await reported(1);
    expect(log).toEqual(['direct resumed', 'direct finished', 'told', 'queued resumed', 'queued finished']);
  });

  it('reports a queue that takes nothing, and tells the others', async () => {
    const thrown = new Error('closed');
    const queue = {
      now: () => 0,
      schedule: () => {
        throw thrown;
      },
    };
    new EventHub([{ ...monitorNamed('a'), queue }, monitorNamed('b')]).emit(finished());
    await reported(1);
    expect([log, errors]).toEqual([['b finished'], [thrown]]);
  });

  it('tells nothing after it was completed', () => {
    const hub = new EventHub([monitorNamed('a')]);
    hub.events.subscribe({ next: ({ type }) => log.push(type), complete: () => log.push('complete') });
    hub.complete();
    hub.emit(finished());
    hub.complete();
    expect(log).toEqual(['complete']);
  });

  it('completes after what was told before, also from inside a monitor', () => {
    const ending: EventMonitor = {
      requestDidFinish: () => {
        hub.emit({ type: 'sessionDidBecomeInvalid', error: undefined });
        hub.complete();
      },
    };
    const hub = new EventHub([ending]);
    hub.events.subscribe({ next: ({ type }) => log.push(type), complete: () => log.push('complete') });
    hub.emit(finished());
    expect(log).toEqual(['requestDidFinish', 'sessionDidBecomeInvalid', 'complete']);
  });
});

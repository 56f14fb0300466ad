import { VirtualTimeScheduler } from 'rxjs';
import { CompositeEventMonitor } from '../../lib/events/composite-event-monitor.js';
import { EventHub } from '../../lib/events/event-hub.js';
import type { EventMonitor } from '../../lib/events/event-monitor.js';
import { everyEvent } from '../../lib/events/every-event.js';
import { reportedErrors } from '../support/reported-errors.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

describe('CompositeEventMonitor', () => {
  const { errors, reported } = reportedErrors();
  let log: string[];
  const logging = (name: string): EventMonitor => everyEvent(({ type }) => log.push(`${name} ${type}`));

  beforeEach(() => {
    log = [];
  });

  it('forwards each event to all monitors, in their order', () => {
    const hub = new EventHub([new CompositeEventMonitor({ monitors: [logging('a'), logging('b')] })]);
    for (const event of everyTypeOfEvent()) hub.emit(event);
    expect(log).toEqual(everyTypeOfEvent().flatMap(({ type }) => [`a ${type}`, `b ${type}`]));
  });

  it('holds the monitors as they were given', () => {
    const given = [logging('a')];
    const composite = new CompositeEventMonitor({ monitors: given });
    given.push(logging('b'));
    expect(composite.monitors).toEqual(given.slice(0, 1));
  });

  it.each([
    [[], false],
    [[{ isEnabled: false }], false],
    [[{ isEnabled: false }, {}], true],
  ])('is enabled when any monitor is', (monitors, isEnabled) => {
    expect(new CompositeEventMonitor({ monitors }).isEnabled).toBe(isEnabled);
  });

  it('does not forward to a monitor that is disabled', () => {
    const monitors = [{ ...logging('a'), isEnabled: false }, logging('b')];
    new EventHub([new CompositeEventMonitor({ monitors })]).emit(finished());
    expect(log).toEqual(['b requestDidFinish']);
  });

  it('calls the monitors on its queue, and on their own', () => {
    const [queue, own] = [new VirtualTimeScheduler(), new VirtualTimeScheduler()];
    const monitors = [{ ...logging('own'), queue: own }, logging('shared')];
    new EventHub([new CompositeEventMonitor({ queue, monitors })]).emit(finished());
    log.push('told');
    queue.flush();
    log.push('flushed');
    own.flush();
    expect(log).toEqual(['told', 'shared requestDidFinish', 'flushed', 'own requestDidFinish']);
  });

  it('reports what a monitor throws, and forwards to the others', async () => {
    const thrown = new Error('thrown');
    const throwing = everyEvent(() => {
      throw thrown;
    });
    new EventHub([new CompositeEventMonitor({ monitors: [throwing, logging('b')] })]).emit(finished());
    await reported(1);
    expect([log, errors]).toEqual([['b requestDidFinish'], [thrown]]);
  });
});

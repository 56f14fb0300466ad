import { EventHub } from '../../lib/events/event-hub.js';
import { everyEvent } from '../../lib/events/every-event.js';
import type { SessionEvent } from '../../lib/events/session-event.js';
import { everyTypeOfEvent } from '../support/session-events.js';

describe('everyEvent', () => {
  it('is told all events', () => {
    const received: SessionEvent[] = [];
    const hub = new EventHub([everyEvent((event) => received.push(event))]);
    const told = everyTypeOfEvent();
    for (const event of told) hub.emit(event);
    expect(received).toEqual(told);
  });

  it('is told those of some types alone', () => {
    const received: string[] = [];
    const types = ['requestDidFinish', 'taskDidComplete'] as const;
    const hub = new EventHub([everyEvent(({ type }) => received.push(type), types)]);
    for (const event of everyTypeOfEvent()) hub.emit(event);
    expect(received).toEqual(types);
  });
});

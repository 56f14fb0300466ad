import { SESSION_EVENT_TYPES } from '../../lib/events/session-event-types.js';
import { everyTypeOfEvent } from '../support/session-events.js';

describe('SESSION_EVENT_TYPES', () => {
  it('has every type of event once', () => {
    const types = everyTypeOfEvent().map(({ type }) => type);
    expect([...SESSION_EVENT_TYPES].sort()).toEqual(types.sort());
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(SESSION_EVENT_TYPES)).toBe(true);
  });
});

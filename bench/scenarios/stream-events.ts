import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'Server-Sent Events',
  description:
    'A body of 5000 events, one connection; CPU for each body. eventsource-parser reads what undici receives.',
  measure: (effort) =>
    race({
      effort,
      path: '/events',
      concurrency: 1,
      requests: 40,
      clients: ['rxsession-events', 'undici-eventsource-parser'],
      yardstick: 'undici-eventsource-parser',
      goals: [{ of: 'CPU', than: 'undici-eventsource-parser', limit: 1.1 }],
    }),
};

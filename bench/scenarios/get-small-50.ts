import { PEERS, race, UNDICI } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'GET of 209 bytes of JSON, 50 at once',
  description:
    'Our cold door: validated, parsed, with its events and metrics. Each client has a process of its own and at most 128 connections.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 50,
      requests: 4000,
      clients: ['rxsession', ...PEERS],
      yardstick: 'undici-request',
      goals: [
        { of: 'CPU', than: UNDICI, limit: 0.65 },
        { of: 'CPU', than: 'axios', limit: 0.09 },
        { of: 'requests/s', than: UNDICI, limit: 1.4 },
      ],
    }),
};

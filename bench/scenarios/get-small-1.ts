import { PEERS, race, UNDICI } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'GET of 209 bytes of JSON, one at a time',
  description:
    'Our cold door: validated, parsed, with its events and metrics. Each client has a process of its own and at most 128 connections.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 1,
      requests: 2500,
      clients: ['rxsession', ...PEERS],
      yardstick: 'undici-request',
      goals: [
        { of: 'CPU', than: UNDICI, limit: 0.75 },
        { of: 'CPU', than: 'axios', limit: 0.2 },
      ],
    }),
};

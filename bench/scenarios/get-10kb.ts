import { PEERS, race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'GET of 10 kB of JSON, 50 at once',
  description:
    'A list of objects, parsed; our cold door. Each client has a process of its own and at most 128 connections.',
  measure: (effort) =>
    race({
      effort,
      path: '/json-10k',
      concurrency: 50,
      requests: 3000,
      clients: ['rxsession', ...PEERS],
      yardstick: 'undici-request',
      goals: [
        { of: 'CPU', than: 'undici-request', limit: 0.78 },
        { of: 'CPU', than: 'axios', limit: 0.4 },
      ],
    }),
};

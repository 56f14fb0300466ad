import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: "Over a caller's own axios instance, 50 at once",
  description: 'GET of 209 bytes of JSON through a stock axios instance, by itself and under a session.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 50,
      requests: 4000,
      clients: ['rxsession-over-axios', 'axios'],
      yardstick: 'axios',
      goals: [{ of: 'CPU', than: 'axios', limit: 1.15 }],
    }),
};

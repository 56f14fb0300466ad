import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: "Over a caller's axios instance with our adapter, 50 at once",
  description:
    'GET of 209 bytes of JSON through an axios instance that has one interceptor and the adapter of a session, and is under a session; a stock axios beside it.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 50,
      requests: 4000,
      clients: ['rxsession-adapter-in-axios', 'axios'],
      yardstick: 'axios',
      goals: [{ of: 'CPU', than: 'axios', limit: 0.4 }],
    }),
};

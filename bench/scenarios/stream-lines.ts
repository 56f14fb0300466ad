import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'Lines of a body',
  description:
    'A body of 5000 lines of JSON, one connection; CPU for each body. readline reads what undici receives.',
  measure: (effort) =>
    race({
      effort,
      path: '/lines',
      concurrency: 1,
      requests: 40,
      clients: ['rxsession-lines', 'undici-readline', 'undici-readline-in-a-loop'],
      yardstick: 'undici-readline',
      goals: [{ of: 'CPU', than: 'undici-readline', limit: 0.95 }],
    }),
};

import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'GET of 1 kB of JSON that is in the cache',
  description:
    'Every request but the first is answered from memory. Our cold door: validated, parsed, with its events and metrics.',
  measure: (effort) =>
    race({
      effort,
      path: '/cacheable',
      concurrency: 1,
      requests: 2500,
      clients: ['rxsession-cached', 'undici-cached', 'got-cached'],
      yardstick: 'undici-cached',
      goals: [{ of: 'CPU', than: 'undici-cached', limit: 0.5 }],
    }),
};

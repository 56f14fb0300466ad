import { PEERS, race } from '../race.js';
import type { Scenario } from '../scenario.js';

/** About 1 kB as JSON. */
const order = {
  id: 4711,
  customer: { name: 'Ada Lovelace', email: 'ada@example.com', city: 'London', isRegular: true },
  lines: Array.from({ length: 12 }, (_, index) => ({
    article: `article-${String(index)}`,
    title: `An article, the ${String(index)}th of its kind`,
    quantity: index + 1,
  })),
};

export const scenario: Scenario = {
  title: 'POST of 1 kB of JSON, 50 at once',
  description:
    'An object, encoded for each request; our cold door. Each client has a process of its own and at most 128 connections.',
  measure: (effort) =>
    race({
      effort,
      path: '/orders',
      concurrency: 50,
      requests: 4000,
      value: order,
      clients: ['rxsession', ...PEERS],
      yardstick: 'undici-request',
      goals: [
        { of: 'CPU', than: 'undici-request', limit: 0.7 },
        { of: 'CPU', than: 'axios', limit: 0.4 },
      ],
    }),
};

import { race, UNDICI } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'HTTPS: GET of 209 bytes of JSON, 1000 at once',
  description:
    'Our cold door, over connections that stand. Each client has at most 128 of them, but for the default dispatcher of undici, which has no limit.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 1000,
      requests: 8000,
      isSecure: true,
      clients: ['rxsession', ...UNDICI, 'axios'],
      yardstick: 'undici-request',
      goals: [{ of: 'CPU', than: UNDICI, limit: 0.8 }],
    }),
};

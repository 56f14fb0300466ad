import { race, UNDICI } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'The request door with everything on, 50 at once',
  description:
    'GET of 209 bytes of JSON: validated, checked by a schema of zod, with metrics, a monitor, two adapters and a retrier; the others parse it and no more.',
  measure: (effort) =>
    race({
      effort,
      path: '/json',
      concurrency: 50,
      requests: 4000,
      clients: ['rxsession-request-door', 'undici-dispatch', ...UNDICI, 'axios'],
      yardstick: 'undici-request',
      goals: [
        { of: 'CPU', than: UNDICI, limit: 0.95 },
        { of: 'CPU', than: 'axios', limit: 0.4 },
      ],
    }),
};

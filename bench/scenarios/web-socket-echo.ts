import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'WebSocket: 2000 messages there and back, one at a time',
  description:
    'Text of 110 characters over a connection of its own; CPU for all of them, the handshake included.',
  measure: (effort) =>
    race({
      effort,
      server: 'web-socket-server.ts',
      path: '/echo',
      concurrency: 1,
      requests: 10,
      clients: ['rxsession-web-socket-messages', 'rxsession-web-socket', 'ws'],
      yardstick: 'ws',
      goals: [{ of: 'CPU', than: 'ws', limit: 1.1 }],
    }),
};

import { race } from '../race.js';
import type { Scenario } from '../scenario.js';

export const scenario: Scenario = {
  title: 'WebSocket: 20 000 messages received',
  description:
    'Text of 110 characters over a connection of its own; CPU for all of them, the handshake included.',
  measure: (effort) =>
    race({
      effort,
      server: 'web-socket-server.ts',
      path: '/receive',
      concurrency: 1,
      requests: 5,
      clients: ['rxsession-web-socket-messages', 'rxsession-web-socket', 'ws'],
      yardstick: 'ws',
      goals: [{ of: 'CPU', than: 'ws', limit: 1.0 }],
    }),
};

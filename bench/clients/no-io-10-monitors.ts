import type { Client } from './client.js';
import { listeners } from './listeners.js';
import { stubSession } from './stub-session.js';

/** Monitors that want to know something, and not now. */
const eventMonitors = Array.from({ length: 10 }, () => ({
  isEnabled: false,
  requestDidFinish: () => {
    throw new Error('It was told something.');
  },
}));

export const client: Client = {
  ...listeners(1, stubSession({ eventMonitors })),
  name: '1 listener, 10 idle monitors',
};

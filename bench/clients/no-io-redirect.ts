import type { Done } from './client.js';
import { coldDoor } from './cold-door.js';
import { MOVED, stubSession } from './stub-session.js';

const door = coldDoor('', stubSession());

export const client = {
  name: 'GET, one redirect',
  get(_: string, done: Done): void {
    door.get(MOVED, done);
  },
};

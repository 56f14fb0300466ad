import { coldDoor } from './cold-door.js';
import { MOVED, stubSession } from './stub-session.js';

const { get } = coldDoor('', stubSession());

export const client = {
  name: 'GET, one redirect',
  get: (_: string, done: Parameters<typeof get>[1]) => get(MOVED, done),
};

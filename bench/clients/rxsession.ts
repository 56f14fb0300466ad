import { Session } from 'rxsession';
import { CONNECTIONS } from './client.js';
import { coldDoor } from './cold-door.js';

/** With nothing but defaults. */
const session = new Session({ configuration: { httpMaximumConnectionsPerHost: CONNECTIONS } });

export const client = coldDoor('rxsession, cold door', session);

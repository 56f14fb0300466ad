import { Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { CONNECTIONS } from './client.js';
import { coldDoor } from './cold-door.js';

/** With a cache in memory. */
const session = new Session({
  configuration: { httpMaximumConnectionsPerHost: CONNECTIONS, urlCache: new URLCache() },
});

export const client = coldDoor('rxsession with a URLCache', session);

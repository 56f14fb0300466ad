import axios from 'axios';
import { Session } from 'rxsession';
import { CONNECTIONS } from './client.js';
import { coldDoor } from './cold-door.js';

/** A caller's instance that has the adapter of a session, and one interceptor. */
const { session: own } = new Session({ configuration: { httpMaximumConnectionsPerHost: CONNECTIONS } });
const instance = axios.create({ adapter: own?.defaults.adapter ?? [] });
instance.interceptors.request.use((config) => {
  config.headers.set('X-Trace', '17');
  return config;
});

export const client = coldDoor('rxsession over it', new Session({ session: instance }));

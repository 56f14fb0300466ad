import type { Observable } from 'rxjs';
import { Session } from 'rxsession';
import { CONNECTIONS, type Client, type Done } from './client.js';

/** The cold door of a session that was given nothing, validated and decoded. */
const session = new Session({ configuration: { httpMaximumConnectionsPerHost: CONNECTIONS } });

function listen(values: Observable<unknown>, done: Done): void {
  values.subscribe({ next: (value) => done(undefined, value), error: done });
}

export const client: Client = {
  name: 'rxsession, cold door',
  get: (url, done) => listen(session.get(url), done),
  post: (url, value, done) => listen(session.post(url, value), done),
};

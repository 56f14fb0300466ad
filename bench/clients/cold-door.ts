import type { Observable } from 'rxjs';
import type { Session } from 'rxsession';
import type { Client, Done } from './client.js';

/** The cold door of a session: validated and decoded. */
export function coldDoor(name: string, session: Session): Client {
  return {
    name,
    get: (url, done) => listen(session.get(url), done),
    post: (url, value, done) => listen(session.post(url, value), done),
  };
}

/** With a method, since what runs this file names each arrow function of an object anew, for each request. */
function listen(values: Observable<unknown>, done: Done): void {
  values.subscribe({
    next(value) {
      done(undefined, value);
    },
    error: done,
  });
}

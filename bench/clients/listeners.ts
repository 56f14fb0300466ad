import type { Session } from 'rxsession';
import type { Client } from './client.js';

/** So many listeners of one ResponseObservable; the last of them says that it is done. */
export function listeners(count: number, session: Session): Client {
  return {
    name: `${count} ${count === 1 ? 'listener' : 'listeners'}`,
    get: (url, done) => {
      const responses = session.request(url).validate().responseJSON();
      for (let index = 1; index < count; index += 1) responses.subscribe();
      responses.subscribe(({ value, error }) => done(error, value));
    },
  };
}

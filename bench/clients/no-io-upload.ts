import type { Done } from './client.js';
import { stubSession } from './stub-session.js';

const session = stubSession();
const bytes = new Uint8Array(1000);

export const client = {
  name: 'POST, an upload of bytes',
  get: (url: string, done: Done): void => {
    session
      .upload(bytes, url)
      .validate()
      .responseJSON()
      .subscribe(({ result }) => {
        if (result.kind === 'success') done(undefined, result.value);
        else done(result.error);
      });
  },
};

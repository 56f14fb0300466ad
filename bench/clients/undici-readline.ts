import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { promising } from './client.js';
import { answerTo } from './stream-session.js';

export const client = promising({
  name: 'undici.request + readline',
  get: async (url) => {
    let seen = 0;
    const lines = createInterface({ input: (await request(url)).body, crlfDelay: Infinity });
    lines.on('line', () => {
      seen += 1;
    });
    await once(lines, 'close');
    return answerTo(seen);
  },
});

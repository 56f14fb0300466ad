import { createInterface } from 'node:readline';
import { request } from 'undici';
import { promising } from './client.js';
import { countInLoop } from './stream-session.js';

export const client = promising({
  name: 'undici.request + readline by for await',
  get: async (url) => countInLoop(createInterface({ input: (await request(url)).body, crlfDelay: Infinity })),
});

import { request } from 'undici';
import { promising } from './client.js';

/** As most users have it: with the dispatcher that undici brings along. */
export const client = promising({
  name: 'undici.request, default dispatcher',
  get: async (url) => (await request(url)).body.json(),
  post: async (url, value) => {
    const headers = { 'content-type': 'application/json' };
    const { body } = await request(url, { method: 'POST', headers, body: JSON.stringify(value) });
    return body.json();
  },
});

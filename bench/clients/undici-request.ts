import { Agent, request } from 'undici';
import { CONNECTIONS, promising } from './client.js';

const dispatcher = new Agent({ connections: CONNECTIONS });

export const client = promising({
  name: 'undici.request',
  get: async (url) => (await request(url, { dispatcher })).body.json(),
  post: async (url, value) => {
    const headers = { 'content-type': 'application/json' };
    const { body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers,
      body: JSON.stringify(value),
    });
    return body.json();
  },
});

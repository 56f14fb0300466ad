import { promising } from './client.js';

export const client = promising({
  name: 'fetch',
  get: async (url) => (await fetch(url)).json() as Promise<unknown>,
  post: async (url, value) => {
    const headers = { 'content-type': 'application/json' };
    return (
      await fetch(url, { method: 'POST', headers, body: JSON.stringify(value) })
    ).json() as Promise<unknown>;
  },
});

import { Agent, interceptors, request } from 'undici';
import { CONNECTIONS, promising } from './client.js';

const dispatcher = new Agent({ connections: CONNECTIONS }).compose(interceptors.cache());

export const client = promising({
  name: 'undici with its cache interceptor',
  get: async (url) => (await request(url, { dispatcher })).body.json(),
  post: () => Promise.reject(new Error('Only GET is measured.')),
});

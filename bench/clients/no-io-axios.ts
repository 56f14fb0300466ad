import axios, { AxiosHeaders, type AxiosResponse } from 'axios';
import { promising } from './client.js';
import { SILENT } from './stub-session.js';

const text = JSON.stringify({ id: 17, name: 'Ada Lovelace', tags: ['a', 'b', 'c'] });
const headers = new AxiosHeaders({ 'content-type': 'application/json' });

/** What would call back is held by the platform as long as nobody answers. */
const waiting: ((response: AxiosResponse) => void)[] = [];

const instance = axios.create({
  adapter: (config) =>
    new Promise<AxiosResponse>((resolve) => {
      if (config.url === SILENT) waiting.push(resolve);
      else resolve({ data: text, status: 200, statusText: 'OK', headers, config });
    }),
});

export const client = promising({
  name: 'axios, with an adapter that answers at once',
  get: async (url) => (await instance.get<unknown>(url)).data,
});

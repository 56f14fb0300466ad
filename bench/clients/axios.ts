import { Agent } from 'node:http';
import axios from 'axios';
import { CONNECTIONS, promising } from './client.js';

const instance = axios.create({ httpAgent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) });

export const client = promising({
  name: 'axios',
  get: async (url) => (await instance.get<unknown>(url)).data,
  post: async (url, value) => (await instance.post<unknown>(url, value)).data,
});

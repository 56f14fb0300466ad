import { Agent } from 'node:http';
import { peer } from '../peers.js';
import { CONNECTIONS, promising } from './client.js';

interface Answering {
  json(): Promise<unknown>;
}

interface Got {
  get(url: string): Answering;
  post(url: string, options: { json: object }): Answering;
  extend(options: object): Got;
}

const { got } = await peer<{ got: Got }>('got');
const instance = got.extend({ agent: { http: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) } });

export const client = promising({
  name: 'got 14',
  get: (url) => instance.get(url).json(),
  post: (url, value) => instance.post(url, { json: value }).json(),
});

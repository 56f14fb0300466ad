import { EventEmitter } from 'node:events';
import { peer } from '../peers.js';
import { promising } from './client.js';

interface Got {
  get(url: string): { json(): Promise<unknown> };
  extend(options: object): Got;
}

// its store gets a listener with each request, and Node would warn of each
EventEmitter.defaultMaxListeners = 0;
const { got } = await peer<{ got: Got }>('got');
const instance = got.extend({ cache: new Map() });

export const client = promising({
  name: 'got 14 with its cache',
  get: (url) => instance.get(url).json(),
  post: () => Promise.reject(new Error('Only GET is measured.')),
});

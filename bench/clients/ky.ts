import { peer } from '../peers.js';
import { promising } from './client.js';

interface Answering {
  json(): Promise<unknown>;
}

interface Ky {
  get(url: string): Answering;
  post(url: string, options: { json: object }): Answering;
}

const { default: ky } = await peer<{ default: Ky }>('ky');

export const client = promising({
  name: 'ky 1',
  get: (url) => ky.get(url).json(),
  post: (url, value) => ky.post(url, { json: value }).json(),
});

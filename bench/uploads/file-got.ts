import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { peer } from '../peers.js';
import { lengthOf, piecesOf } from './raw.js';
import type { Uploader } from './uploader.js';

interface Got {
  readonly stream: { post(url: string, options: object): Duplex };
}

const { got } = await peer<{ got: Got }>('got');

export const uploader: Uploader = {
  name: 'got 14, pieces of 1 MB',
  send: async (file, to) => {
    const headers = { 'content-length': String(await lengthOf(file)) };
    const sending = got.stream.post(to, { headers });
    await pipeline(piecesOf(file), sending, async (answer) => {
      for await (const _ of answer) continue;
    });
  },
};

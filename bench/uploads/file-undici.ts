import { request } from 'undici';
import { lengthOf, piecesOf } from './raw.js';
import type { Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'undici.request, pieces of 1 MB',
  send: async (file, to) => {
    const headers = { 'content-length': String(await lengthOf(file)) };
    const { body } = await request(to, { method: 'POST', headers, body: piecesOf(file) });
    await body.dump();
  },
};

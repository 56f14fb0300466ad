import { openAsBlob } from 'node:fs';
import type { Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'fetch of a FormData',
  send: async (file, to) => {
    const body = new FormData();
    body.append('file', await openAsBlob(file), 'file.bin');
    await (await fetch(to, { method: 'POST', body })).arrayBuffer();
  },
};

import { openAsBlob } from 'node:fs';
import type { Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'fetch of a Blob',
  send: async (file, to) => {
    await (await fetch(to, { method: 'POST', body: await openAsBlob(file) })).arrayBuffer();
  },
};

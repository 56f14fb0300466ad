import { lengthOf, piecesOf, sendRaw } from './raw.js';
import type { Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'node:http, pieces of 1 MB',
  send: async (file, to) => sendRaw(piecesOf(file), await lengthOf(file), to, 'application/octet-stream'),
};

import axios from 'axios';
import { lengthOf, piecesOf } from './raw.js';
import type { Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'axios, pieces of 1 MB, no redirects',
  send: async (file, to) => {
    const headers = { 'Content-Length': await lengthOf(file), 'Content-Type': 'application/octet-stream' };
    await axios.post(to, piecesOf(file), { headers, maxRedirects: 0, maxBodyLength: Infinity });
  },
};

import axios from 'axios';
import { peer } from '../peers.js';
import { lengthOf, piecesOf } from './raw.js';
import type { Uploader } from './uploader.js';

interface FormDataStream {
  append(name: string, value: unknown, options: object): void;
}

const { default: FormDataStream } = await peer<{ default: new () => FormDataStream }>('form-data');

export const uploader: Uploader = {
  name: 'axios and form-data, no redirects',
  send: async (file, to) => {
    const form = new FormDataStream();
    form.append('file', piecesOf(file), { filename: 'file.bin', knownLength: await lengthOf(file) });
    await axios.post(to, form, { maxRedirects: 0, maxBodyLength: Infinity });
  },
};

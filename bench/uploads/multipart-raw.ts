import { Readable } from 'node:stream';
import { formLengthOf, formOf, sendRaw } from './raw.js';
import { FORM, type Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'node:http, pieces of 1 MB',
  send: async (file, to) => {
    const form = Readable.from(formOf(file), { objectMode: false });
    await sendRaw(form, await formLengthOf(file), to, `multipart/form-data; boundary=${FORM.boundary}`);
  },
};

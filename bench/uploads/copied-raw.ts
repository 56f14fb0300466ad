import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { formOf, lengthOf, piecesOf, sendRaw } from './raw.js';
import { FORM, type Uploader } from './uploader.js';

export const uploader: Uploader = {
  name: 'copied, then node:http, pieces of 1 MB',
  send: async (file, to) => {
    const copy = pathToFileURL(`${tmpdir()}/bench-${randomUUID()}`);
    try {
      await pipeline(formOf(file), createWriteStream(copy, { mode: 0o600 }));
      const type = `multipart/form-data; boundary=${FORM.boundary}`;
      await sendRaw(piecesOf(copy), await lengthOf(copy), to, type);
    } finally {
      await rm(copy);
    }
  },
};

import { once } from 'node:events';
import { Writable } from 'node:stream';
import { MultipartFormData } from 'rxsession';
import { compare } from '../compare.js';
import { peer } from '../peers.js';
import type { Scenario } from '../scenario.js';

/** A stream of the oldest kind, which pipes and no more. */
interface FormDataStream {
  append(name: string, value: unknown, fileName?: string): void;
  pipe(sink: Writable): Writable;
}
type FormDataPackage = new () => FormDataStream;
type FormDataEncoder = new (form: FormData) => AsyncIterable<Uint8Array>;

const { default: FormDataStream } = await peer<{ default: FormDataPackage }>('form-data');
const { FormDataEncoder } = await peer<{ FormDataEncoder: FormDataEncoder }>('form-data-encoder');

const fields = Array.from(
  { length: 10 },
  (_, index) => [`field-${index}`, `the value of field ${index}`] as const,
);
const content = Buffer.alloc(1_000_000, 'abcdefghijklmnopqrstuvwxyz');
const blob = new Blob([content]);

function sink(): Writable {
  return new Writable({
    write: (_, __, written) => {
      written();
    },
  });
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const to = sink();
  for await (const piece of pieces) if (!to.write(piece)) await once(to, 'drain');
  await once(to.end(), 'finish');
}

function platformForm(): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append('file', blob, 'file.bin');
  return form;
}

function ourForm(): MultipartFormData {
  const form = new MultipartFormData();
  for (const [name, value] of fields) form.append(value, { name });
  return form.append(content, { name: 'file', fileName: 'file.bin', mimeType: 'application/octet-stream' });
}

export const scenario: Scenario = {
  title: 'A multipart form of ten fields and 1 MB',
  description:
    'Made and drained to a Writable that takes everything; the form of the platform is read whole through a Response.',
  measure: (effort) =>
    compare({
      effort,
      rounds: 21,
      runs: 200,
      ours: { name: 'rxsession, MultipartFormData', run: () => drain(ourForm().chunks()) },
      others: [
        {
          name: 'form-data',
          run: async () => {
            const form = new FormDataStream();
            for (const [name, value] of fields) form.append(name, value);
            form.append('file', content, 'file.bin');
            await once(form.pipe(sink()), 'finish');
          },
        },
        { name: 'form-data-encoder', run: () => drain(new FormDataEncoder(platformForm())) },
        {
          name: 'FormData of the platform',
          run: async () => {
            await new Response(platformForm()).arrayBuffer();
          },
        },
      ],
    }),
};

import busboy from 'busboy';
import fc from 'fast-check';
import { createReadStream, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { MultipartFormData } from '../../lib/multipart/multipart-form-data.js';
import { useTemporaryFolder } from '../support/temporary-files.js';

interface Part {
  name: string;
  content: string;
  /** A field, when undefined. */
  fileName: string | undefined;
  as: 'bytes' | 'blob' | 'stream' | 'file';
}

type Received = Omit<Part, 'as'>;

/** What busboy reads of an encoded form, in its order. */
function readForm(form: MultipartFormData, encoded: Readable): Promise<Received[]> {
  const parts: Promise<Received>[] = [];
  const headers = { 'content-type': form.contentType };
  const reader = busboy({ headers, defParamCharset: 'utf8', preservePath: true });
  reader.on(
    'field',
    (name, content) => void parts.push(Promise.resolve({ name, content, fileName: undefined })),
  );
  reader.on(
    'file',
    (name, stream, { filename: fileName }) => void parts.push(readFile(name, fileName, stream)),
  );
  return new Promise((resolve, reject) => {
    reader.on('error', reject);
    reader.on('close', () => {
      resolve(Promise.all(parts));
    });
    encoded.on('error', reject).pipe(reader);
  });
}

async function readFile(name: string, fileName: string | undefined, stream: Readable): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return { name, fileName, content: Buffer.concat(pieces).toString() };
}

/** Names as a server sees them: what cannot stand in quotes is escaped. */
function escaped(name: string): string {
  return Array.from(name, (character) => {
    const isQuotable = character > '\x1f' && character !== '"' && character !== '\x7f';
    return isQuotable ? character : `%${Buffer.from(character).toString('hex').toUpperCase()}`;
  }).join('');
}

const nameOf = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => !name.includes('\\'));
const contentOf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('', '\r\n', '--', '\r\n--rxsession.boundary.', 'x'.repeat(100_000)),
);
const partOf = fc.record({
  name: nameOf,
  content: contentOf,
  fileName: fc.option(nameOf, { nil: undefined }),
  as: fc.constantFrom('bytes' as const, 'blob' as const, 'stream' as const, 'file' as const),
});

describe('MultipartFormData, read by busboy,', () => {
  const folder = useTemporaryFolder();
  let files = 0;

  function contentFor({ as, content }: Part): Uint8Array | Blob | URL | (() => Readable) {
    const bytes = Buffer.from(content);
    if (as === 'bytes') return bytes;
    if (as === 'blob') return new Blob([bytes]);
    if (as === 'stream') return () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]);
    const url = folder.fileURL(`part${String((files += 1))}`);
    writeFileSync(url, bytes);
    return url;
  }

  function formOf(parts: Part[]): MultipartFormData {
    const form = new MultipartFormData();
    for (const part of parts) {
      const fileName = part.fileName ?? (part.as === 'file' ? 'file' : undefined);
      form.append(contentFor(part), { name: part.name, fileName, mimeType: fileName && 'a/b' });
    }
    return form;
  }

  const expectedOf = (parts: Part[]): Received[] =>
    parts.map(({ name, content, fileName, as }) => ({
      name: escaped(name),
      content,
      fileName: fileName === undefined ? (as === 'file' ? 'file' : undefined) : escaped(fileName),
    }));

  it.each<[string, (form: MultipartFormData) => Promise<Readable>]>([
    ['in memory', async (form) => Readable.from([await form.encode()])],
    ['streamed', (form) => Promise.resolve(Readable.from(form.chunks()))],
    ['from disk', fromDisk],
  ])('is what was appended, %s', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(fc.array(partOf, { maxLength: 8 }), async (parts) => {
        const form = formOf(parts);
        const received = await readForm(form, await encode(form));
        expect(byKind(received)).toEqual(byKind(expectedOf(parts)));
      }),
      { numRuns: 40 },
    );
  });

  async function fromDisk(form: MultipartFormData): Promise<Readable> {
    const url = folder.fileURL(`form${String((files += 1))}`);
    await form.writeEncodedData(url);
    return createReadStream(url);
  }
});

/** busboy tells of fields and files in their own orders. */
function byKind(parts: Received[]): Received[] {
  const isFile = (part: Received): boolean => part.fileName !== undefined;
  return [...parts.filter(isFile), ...parts.filter((part) => !isFile(part))];
}

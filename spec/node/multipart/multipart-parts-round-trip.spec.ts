import fc from 'fast-check';
import { MultipartFormData } from '../../../lib/index.js';
import { multipartParts } from '../../../lib/node.js';

interface Sent {
  name: string;
  bytes: Uint8Array;
  /** A field, when undefined. */
  fileName: string | undefined;
  mimeType: string | undefined;
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
const bytesOf = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.constantFrom('', '\r\n', '\r', '--', '\r\n--b', '\r\n--boundar').map((text) => Buffer.from(text)),
  fc.constant(Buffer.alloc(150_000, 'x\r\n--boundar')),
);
const partOf: fc.Arbitrary<Sent> = fc.record({
  name: nameOf,
  bytes: bytesOf,
  fileName: fc.option(nameOf, { nil: undefined }),
  mimeType: fc.constantFrom(undefined, 'image/png', 'application/octet-stream'),
});

function formOf(parts: readonly Sent[]): MultipartFormData {
  const form = new MultipartFormData({ boundary: 'boundary' });
  for (const { bytes, ...options } of parts) form.append(bytes, options);
  return form;
}

/** The same bytes in pieces as long as `lengths` say, over and over; in longer ones where there are many. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  const scale = Math.ceil(bytes.length / 5000);
  for (let start = 0, index = 0; start < bytes.length; index += 1) {
    const end = start + scale * (lengths[index % lengths.length] ?? bytes.length);
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function readBack(form: MultipartFormData, lengths: readonly number[]): Promise<Sent[]> {
  const received: Sent[] = [];
  const pieces = cut(await form.encode(), lengths);
  const body = { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(pieces.next()) }) };
  const incoming = { headers: { 'content-type': form.contentType }, body: body as AsyncIterable<Uint8Array> };
  for await (const part of multipartParts(incoming, { preservePath: true })) {
    const { name, fileName, mimeType } = part;
    received.push({ name, fileName, mimeType, bytes: await part.bytes() });
  }
  return received;
}

const expected = ({ name, bytes, fileName, mimeType }: Sent): Sent => ({
  name: escaped(name),
  bytes: new Uint8Array(bytes),
  fileName: fileName === undefined ? undefined : escaped(fileName),
  mimeType: mimeType ?? 'text/plain',
});

/** Text is compared in a fraction of the time. */
const printed = ({ bytes, ...rest }: Sent): object => ({
  ...rest,
  text: Buffer.from(bytes).toString('latin1'),
});

describe('What a MultipartFormData encodes', () => {
  it('is read back equal, in whatever pieces it comes', async () => {
    const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3000 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(partOf, { maxLength: 8 }), lengths, async (parts, pieces) => {
        expect((await readBack(formOf(parts), pieces)).map(printed)).toEqual(
          parts.map(expected).map(printed),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is read back equal byte by byte, and cut in two anywhere', async () => {
    const parts = [
      { name: 'a', bytes: Buffer.from('1\r\n2'), fileName: undefined, mimeType: undefined },
      { name: 'b', bytes: Buffer.from([0, 255, 13, 10]), fileName: 'f', mimeType: 'image/png' },
      { name: 'c', bytes: Buffer.from([0xe9]), fileName: undefined, mimeType: undefined },
    ];
    const size = (await formOf(parts).encode()).length;
    for (const lengths of [[1], ...Array.from({ length: size }, (_, first) => [first + 1, size])]) {
      expect((await readBack(formOf(parts), lengths)).map(printed)).toEqual(parts.map(expected).map(printed));
    }
  });
});

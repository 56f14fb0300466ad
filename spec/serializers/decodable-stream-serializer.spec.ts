import { z } from 'zod';
import { DecodingError } from '../../lib/errors/decoding-error.js';
import { DataPreprocessor } from '../../lib/serializers/data-preprocessor.js';
import { awaitAnswer, type Answer } from '../../lib/answers/answer.js';
import { StreamFailure } from '../../lib/serializers/data-stream-serializer.js';
import type { DecodableSchema } from '../../lib/serializers/decodable-response-serializer.js';
import {
  DecodableStreamSerializer,
  type DecodableStreamOptions,
} from '../../lib/serializers/decodable-stream-serializer.js';
import { makeStreamReader } from '../../lib/serializers/stream-reader.js';
import { bytesOf, responseOf, thrownBy } from '../support/received.js';

const Value = z.object({ id: z.number() });

describe('DecodableStreamSerializer', () => {
  it('gives the document of each piece, checked by the schema, at once', () => {
    const serializer = DecodableStreamSerializer.decodable(Value);
    expect([1, 2].map((id) => serializer.serialize(bytesOf(`{"id":${String(id)}}`)))).toEqual([
      { id: 1 },
      { id: 2 },
    ]);
  });

  it('waits for a schema that takes its time', async () => {
    const Slow = Value.refine(() => Promise.resolve(true));
    const value = new DecodableStreamSerializer(Slow).serialize(bytesOf('{"id":3}'));
    expect(value).toBeInstanceOf(Promise);
    expect(await (value as Promise<unknown>)).toEqual({ id: 3 });
  });

  it('prepares each piece as it is told', () => {
    const { googleXSSI: dataPreprocessor } = DataPreprocessor;
    const serializer = new DecodableStreamSerializer(Value, { dataPreprocessor });
    expect(serializer.serialize(bytesOf(')]}\',\n{"id":4}'))).toEqual({ id: 4 });
  });

  it.each<[string, string, new () => unknown]>([
    ['no JSON', '{"id":', SyntaxError],
    ['not of the schema', '{"id":"1"}', DecodingError as never],
  ])('fails where a piece is %s', (_which, text, cause) => {
    const error = thrownBy(() => new DecodableStreamSerializer(Value).serialize(bytesOf(text)));
    expect(error).toMatchObject({ kind: 'responseSerializationFailed', reason: { kind: 'decodingFailed' } });
    expect(error.cause).toBeInstanceOf(cause);
  });
});

/** The ids of documents in a body of this content type; `failed` where one could not be decoded. */
async function read(
  body: string | Uint8Array,
  contentType: string | undefined,
  options?: DecodableStreamOptions,
  schema: DecodableSchema<{ id: number }> = Value,
): Promise<unknown[]> {
  const reader = makeStreamReader(
    () => new DecodableStreamSerializer(schema, options),
    responseOf(200, contentType),
  );
  const data = typeof body === 'string' ? bytesOf(body) : body;
  const entries = [await answered(reader.read(data)), await answered(reader.finish())].flat();
  return entries.map((entry) =>
    entry instanceof StreamFailure ? (entry.error.reason?.kind ?? 'failed') : entry.id,
  );
}

function answered<T>(answer: Answer<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    awaitAnswer(() => answer, resolve, reject);
  });
}

const LINES = '{"id":1}\n\n{"id":2}\r\n{"id":3}';
const SEQUENCE = '\x1e{"id":1}\n\x1e{\n"id": 2\n}\n\x1e{"id":3}';

describe('the format of a DecodableStreamSerializer', () => {
  it.each([
    ['application/x-ndjson', LINES],
    ['application/ndjson; charset=utf-8', LINES],
    ['application/jsonl', LINES],
    ['application/x-jsonlines', LINES],
    ['application/json-lines', LINES],
    ['application/stream+json', LINES],
    ['application/vnd.example+jsonl', LINES],
    ['application/json-seq', SEQUENCE],
    ['application/geo+json-seq', SEQUENCE],
  ])('is that of the content type: %s', async (contentType, body) => {
    expect(await read(body, contentType)).toEqual([1, 2, 3]);
  });

  it.each([undefined, 'application/json', 'text/plain', 'application/not-jsonlike'])(
    'is one document in each chunk for %s',
    async (contentType) => {
      expect(await read('{"id":1}\n', contentType)).toEqual([1]);
      expect(await read(LINES, contentType)).toEqual(['decodingFailed']);
    },
  );

  it.each<[DecodableStreamOptions['format'], string, unknown[]]>([
    ['json-lines', LINES, [1, 2, 3]],
    ['json-seq', SEQUENCE, [1, 2, 3]],
    ['chunks', '{"id":1}', [1]],
  ])('is %s if that is given, whatever the content type', async (format, body, ids) => {
    expect(await read(body, 'application/octet-stream', { format })).toEqual(ids);
  });

  it('fails for a format that does not exist', () => {
    expect(() => new DecodableStreamSerializer(Value, { format: 'csv' as never })).toThrow(
      'csv is no format',
    );
  });
});

describe('a DecodableStreamSerializer of lines', () => {
  const format = 'json-lines';

  it.each<[string, string | Uint8Array, unknown[]]>([
    ['no JSON', '{"id":1}\n{"id":\n{"id":3}\n', [1, 'decodingFailed', 3]],
    ['two documents', '{"id":1}\n{"id":2},{"id":2}\n{"id":3}\n', [1, 'decodingFailed', 3]],
    [
      'halves of one document',
      '{"id":1}\n{"id":\n2}\n{"id":3}\n',
      [1, 'decodingFailed', 'decodingFailed', 3],
    ],
    ['not of the schema', '{"id":1}\n{"id":"2"}\n{"id":3}\n', [1, 'decodingFailed', 3]],
    [
      'no UTF-8',
      Uint8Array.from([...bytesOf('{"id":1}\n'), 0xff, ...bytesOf('\n{"id":3}')]),
      [1, 'decodingFailed', 3],
    ],
  ])('decodes the lines around one that is %s', async (_what, body, ids) => {
    expect(await read(body, undefined, { format })).toEqual(ids);
  });

  it('waits for a schema that takes its time, line by line, and for one that rejects', async () => {
    const Slow = Value.refine(({ id }) => Promise.resolve(id !== 2));
    expect(await read(LINES, undefined, { format }, Slow)).toEqual([1, 'decodingFailed', 3]);
  });

  it('prepares the bytes of each line as it is told', async () => {
    const dataPreprocessor: DataPreprocessor = { preprocess: (data) => data.subarray(1) };
    expect(await read('x{"id":1}\nx{"id":2}\n', undefined, { format, dataPreprocessor })).toEqual([1, 2]);
  });

  it('ends with a document that is too long, after those before it', async () => {
    const options = { format, maximumDocumentLength: 10 } as const;
    expect(await read('{"id":1}\n{"id":2345678}', undefined, options)).toEqual([1, 'maximumLengthExceeded']);
  });
});

import { z } from 'zod';
import { DecodingError } from '../../lib/errors/decoding-error.js';
import { DataPreprocessor } from '../../lib/serializers/data-preprocessor.js';
import { DecodableStreamSerializer } from '../../lib/serializers/decodable-stream-serializer.js';
import { bytesOf, thrownBy } from '../support/received.js';

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

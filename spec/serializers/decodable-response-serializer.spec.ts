import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { z } from 'zod';
import { DecodingError } from '../../lib/errors/decoding-error.js';
import { SessionError } from '../../lib/errors/session-error.js';
import type { URLRequest } from '../../lib/message/url-request.js';
import type { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import {
  DecodableResponseSerializer,
  type DecodableSchema,
} from '../../lib/serializers/decodable-response-serializer.js';
import { Empty, withEmptyValue } from '../../lib/serializers/empty.js';
import type { ResponseSerializer } from '../../lib/serializers/response-serializer.js';
import { bytesOf, requestOf, responseOf, thrownBy } from '../support/received.js';

const Value = z.object({ string: z.string() });
const ValueOrEmpty = withEmptyValue(Value, () => ({ string: '' }));

function decode<T>(schema: DecodableSchema<T>, text: string): T | Promise<T> {
  return new DecodableResponseSerializer(schema).serialize(undefined, undefined, bytesOf(text), undefined);
}

function decodeNothing<T>(
  schema: DecodableSchema<T>,
  request?: URLRequest,
  response?: HTTPURLResponse,
): unknown {
  return new DecodableResponseSerializer(schema).serialize(request, response, undefined, undefined);
}

describe('DecodableResponseSerializer', () => {
  it.each([
    ['zod', Value],
    ['valibot', v.object({ string: v.string() })],
  ])('gives the value that a schema of %s has checked, at once', (_vendor, schema) => {
    expect(decode<{ string: string }>(schema, '{"string":"string"}')).toEqual({ string: 'string' });
  });

  it('gives what the schema makes of the value, typed', () => {
    const schema = z.object({ at: z.string().transform((text) => new Date(text)) });
    const { at } = decode(schema, '{"at":"2020-01-01T00:00:00Z"}') as { at: Date };
    expect(at.getTime()).toBe(Date.UTC(2020, 0, 1));
  });

  it('waits for a schema that takes its time', async () => {
    const schema = z.object({ id: z.number().refine((id) => Promise.resolve(id > 0), 'not free') });
    await expect(decode(schema, '{"id":1}')).resolves.toEqual({ id: 1 });
    await expect(decode(schema, '{"id":-1}')).rejects.toMatchObject({
      kind: 'responseSerializationFailed',
      reason: { kind: 'decodingFailed' },
      cause: { message: 'id: not free' },
    });
  });

  it('fails for no bytes', () => {
    const serializer = new DecodableResponseSerializer(Value);
    const error = thrownBy(() => serializer.serialize(undefined, undefined, new Uint8Array(), undefined));
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it('throws the error the request had', () => {
    const reason = { kind: 'inputDataNilOrZeroLength' } as const;
    const error = new SessionError({ kind: 'responseSerializationFailed', reason });
    const serializer = new DecodableResponseSerializer(Value);
    expect(thrownBy(() => serializer.serialize(undefined, undefined, bytesOf('{}'), error))).toBe(error);
  });

  it('fails without a body for a 200, although the schema has an empty value', () => {
    const error = thrownBy(() => decodeNothing(ValueOrEmpty, undefined, responseOf(200)));
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it('reads what the preprocessor made of the body', () => {
    const dataPreprocessor = { preprocess: (data: Uint8Array) => data.subarray(1) };
    const serializer = new DecodableResponseSerializer(Value, { dataPreprocessor });
    const data = bytesOf('1{"string":"string"}');
    expect(serializer.serialize(undefined, undefined, data, undefined)).toEqual({ string: 'string' });
  });

  it('is made by decodable(), usable wherever a serializer is expected', () => {
    const made: ResponseSerializer<{ string: string }> = DecodableResponseSerializer.decodable(Value);
    expect(made.serialize(undefined, undefined, bytesOf('{"string":"a"}'), undefined)).toEqual({
      string: 'a',
    });
  });
});

describe('the empty value of a schema', () => {
  it('stands for the body of a 204', () => {
    expect(decodeNothing(ValueOrEmpty, undefined, responseOf(204))).toEqual({ string: '' });
  });

  it.each([
    ['no request', 204],
    ['GET', 204],
    ['GET', 205],
    ['HEAD', 200],
  ])('is that of Empty for %s answered with %d', (method, statusCode) => {
    const request = method === 'no request' ? undefined : requestOf(method);
    expect(decodeNothing(Empty, request, responseOf(statusCode))).toBe(Empty.value);
  });

  it('can be given to a schema of a primitive', () => {
    const schema = withEmptyValue(z.boolean(), () => true);
    expect(decodeNothing(schema, undefined, responseOf(204))).toBe(true);
  });

  it('is missed where there is none', () => {
    const error = thrownBy(() => decodeNothing(z.int(), undefined, responseOf(204)));
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason).toEqual({ kind: 'invalidEmptyResponse', type: 'zod schema' });
  });
});

describe('a body that cannot be decoded', () => {
  const failure = (schema: StandardSchemaV1, text: string): SessionError =>
    thrownBy(() => decode(schema, text));

  it('fails with the error of the parser when it is no JSON', () => {
    const error = failure(Value, '\xff\xd8 no JSON');
    expect(error.reason?.kind).toBe('decodingFailed');
    expect(error.underlyingError).toBeInstanceOf(SyntaxError);
  });

  it('fails with every issue and its path when the schema refuses it', () => {
    const schema = z.object({ items: z.array(z.object({ id: z.number() })), name: z.string() });
    const { cause } = failure(schema, '{"items":[{"id":1},{"id":"2"}]}');
    expect(cause).toBeInstanceOf(DecodingError);
    expect((cause as DecodingError).issues.map(({ path }) => path)).toEqual(['items[1].id', 'name']);
    expect((cause as DecodingError).message).toMatch(/^items\[1\]\.id: .+\nname: .+$/);
  });

  it('names the paths where segments are objects', () => {
    const schema = v.object({ user: v.object({ name: v.string() }) });
    expect(failure(schema, '{"user":{"name":1}}').cause).toMatchObject({ issues: [{ path: 'user.name' }] });
  });

  it('shows the paths and no value in its message', () => {
    const schema = v.object({ user: v.object({ name: v.number() }) });
    const { message } = failure(schema, '{"user":{"name":"secret"}}');
    expect(message).toBe('The response could not be serialized: the body is not as expected at user.name');
  });

  it('fails with what a schema throws', () => {
    const broken = new Error('broken');
    const validate = (): never => {
      throw broken;
    };
    const schema = { '~standard': { version: 1, vendor: 'spec', validate } } as StandardSchemaV1;
    expect(failure(schema, '{}')).toMatchObject({ reason: { kind: 'decodingFailed' }, cause: broken });
  });

  it('fails with what a schema rejects with', async () => {
    const broken = new Error('broken');
    const validate = (): Promise<never> => Promise.reject(broken);
    const schema = { '~standard': { version: 1, vendor: 'spec', validate } } as StandardSchemaV1;
    await expect(decode(schema, '{}')).rejects.toMatchObject({
      reason: { kind: 'decodingFailed' },
      cause: broken,
    });
  });
});

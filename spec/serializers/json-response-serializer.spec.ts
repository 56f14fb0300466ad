import { SessionError } from '../../lib/errors/session-error.js';
import { JSONResponseSerializer, parsedJSON } from '../../lib/serializers/json-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from '../../lib/serializers/response-serializer.js';
import { bytesOf, requestOf, responseOf, thrownBy } from '../support/received.js';

const serialize = (text: string | undefined, options?: SerializerOptions): unknown =>
  new JSONResponseSerializer(options).serialize(
    undefined,
    undefined,
    text === undefined ? undefined : bytesOf(text),
    undefined,
  );
const dropFirst = { preprocess: (data: Uint8Array) => data.subarray(1) };

describe('JSONResponseSerializer', () => {
  it('gives the value of the JSON', () => {
    expect(serialize('{"json": true}')).toEqual({ json: true });
  });

  it('fails without a body', () => {
    expect(thrownBy(() => serialize(undefined)).reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it('fails for what is no JSON with the error of the parser', () => {
    const error = thrownBy(() => serialize('definitely not valid json'));
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason?.kind).toBe('jsonSerializationFailed');
    expect(error.underlyingError).toBeInstanceOf(SyntaxError);
  });

  it('does not repeat the body in its message', () => {
    expect(thrownBy(() => serialize('definitely not valid json')).message).not.toContain('definitely');
  });

  it('fails for bytes that are not UTF-8', () => {
    const data = new Uint8Array([0x22, 0xe9, 0x22]);
    const error = thrownBy(() =>
      new JSONResponseSerializer().serialize(undefined, undefined, data, undefined),
    );
    expect(error.reason?.kind).toBe('jsonSerializationFailed');
  });

  it('throws the error the request had', () => {
    const reason = { kind: 'inputDataNilOrZeroLength' } as const;
    const error = new SessionError({ kind: 'responseSerializationFailed', reason });
    const serializer = new JSONResponseSerializer();
    expect(thrownBy(() => serializer.serialize(undefined, undefined, bytesOf('{}'), error))).toBe(error);
  });

  it('fails without a body for a 200', () => {
    const serializer = new JSONResponseSerializer();
    const error = thrownBy(() => serializer.serialize(undefined, responseOf(200), undefined, undefined));
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it.each([
    ['GET', 204],
    ['GET', 205],
    ['HEAD', 200],
  ])('gives null for a %s answered with %d', (method, statusCode) => {
    const serializer = new JSONResponseSerializer();
    expect(serializer.serialize(requestOf(method), responseOf(statusCode), undefined, undefined)).toBeNull();
  });

  it('reads what the preprocessor made of the body, values that are no objects included', () => {
    expect(serialize('1"abcd"', { dataPreprocessor: dropFirst })).toBe('abcd');
  });

  it('fails when the preprocessor does, with its very error', () => {
    const broken = new Error('broken');
    const dataPreprocessor = {
      preprocess: () => {
        throw broken;
      },
    };
    expect(() => serialize('1"abcd"', { dataPreprocessor })).toThrow(broken);
  });

  it('is made by json(), usable wherever a serializer is expected', () => {
    const made: ResponseSerializer<{ id: number }> = JSONResponseSerializer.json<{ id: number }>();
    expect(made.serialize(undefined, undefined, bytesOf('{"id": 1}'), undefined)).toEqual({ id: 1 });
  });
});

describe('JSON text', () => {
  it('may begin with a byte-order mark', () => {
    expect(parsedJSON(new Uint8Array([0xef, 0xbb, 0xbf, ...bytesOf('{"a":"é"}')]))).toEqual({ a: 'é' });
  });

  it('is exactly the bytes of a view', () => {
    expect(parsedJSON(bytesOf('[1,22,3]').subarray(3, 5))).toBe(22);
  });
});

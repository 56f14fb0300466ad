import { SessionError } from '../../lib/errors/session-error.js';
import { DataResponseSerializer } from '../../lib/serializers/data-response-serializer.js';
import type { ResponseSerializer } from '../../lib/serializers/response-serializer.js';
import { bytesOf, requestOf, responseOf, thrownBy } from '../support/received.js';

const serializer = new DataResponseSerializer();
const dropFirst = { preprocess: (data: Uint8Array) => data.subarray(1) };

describe('DataResponseSerializer', () => {
  it('gives the body as it is', () => {
    const data = bytesOf('data');
    expect(serializer.serialize(undefined, undefined, data, undefined)).toBe(data);
  });

  it('fails without a body', () => {
    const error = thrownBy(() => serializer.serialize(undefined, undefined, undefined, undefined));
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it.each([undefined, bytesOf('data')])('throws the error the request had, before it looks at %p', (data) => {
    const error = new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'inputDataNilOrZeroLength' },
    });
    expect(thrownBy(() => serializer.serialize(undefined, undefined, data, error))).toBe(error);
  });

  it.each([
    ['GET', 204],
    ['GET', 205],
    ['HEAD', 200],
  ])('gives no bytes for a %s answered with %d', (method, statusCode) => {
    const data = serializer.serialize(requestOf(method), responseOf(statusCode), undefined, undefined);
    expect(data).toEqual(new Uint8Array());
  });

  it('gives what the preprocessor made of the body', () => {
    const preprocessing = new DataResponseSerializer({ dataPreprocessor: dropFirst });
    expect(preprocessing.serialize(undefined, undefined, bytesOf('abcd'), undefined)).toEqual(bytesOf('bcd'));
  });

  it('lets the error of the preprocessor through', () => {
    const broken = new Error('broken');
    const dataPreprocessor = {
      preprocess: () => {
        throw broken;
      },
    };
    const preprocessing = new DataResponseSerializer({ dataPreprocessor });
    expect(() => preprocessing.serialize(undefined, undefined, bytesOf('abcd'), undefined)).toThrow(broken);
  });

  it('is made by data(), usable wherever a serializer is expected', () => {
    const made: ResponseSerializer<Uint8Array> = DataResponseSerializer.data({ emptyResponseCodes: [404] });
    expect(made).toBeInstanceOf(DataResponseSerializer);
    expect(made.serialize(undefined, responseOf(404), undefined, undefined)).toEqual(new Uint8Array());
  });
});

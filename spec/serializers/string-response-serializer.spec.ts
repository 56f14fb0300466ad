import { SessionError } from '../../lib/errors/session-error.js';
import type { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import type { ResponseSerializer } from '../../lib/serializers/response-serializer.js';
import {
  StringResponseSerializer,
  type StringSerializerOptions,
} from '../../lib/serializers/string-response-serializer.js';
import { bytesOf, requestOf, responseOf, thrownBy } from '../support/received.js';

function serialize(
  data: Uint8Array | undefined,
  response?: HTTPURLResponse,
  options?: StringSerializerOptions,
): string {
  return new StringResponseSerializer(options).serialize(undefined, response, data, undefined);
}

/** `random data` in UTF-32, little-endian, with its byte-order mark. */
const utf32 = new Uint8Array(
  Uint32Array.from('\ufeffrandom data', (character) => character.charCodeAt(0)).buffer,
);

describe('StringResponseSerializer', () => {
  it.each([
    ['nothing', undefined, undefined],
    ['no bytes', new Uint8Array(), undefined],
    ['nothing with a 200', undefined, responseOf(200)],
  ])('fails for %s', (_what, data, response) => {
    expect(thrownBy(() => serialize(data, response)).reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });

  it.each([
    undefined,
    'text/csv',
    'text/html',
    'application/xml',
    'application/x-ndjson',
    'application/json',
  ])('reads UTF-8 when nothing is said: %p', (contentType) => {
    const response = contentType === undefined ? undefined : responseOf(200, contentType);
    expect(serialize(bytesOf('data'), response)).toBe('data');
    expect(serialize(bytesOf('é€'), response)).toBe('é€');
  });

  it('reads UTF-8 when the response names a charset that is none', () => {
    expect(serialize(bytesOf('é'), responseOf(200, 'text/plain; charset=no-such-charset'))).toBe('é');
  });

  it('fails for an encoding that is none, and says so', () => {
    const error = thrownBy(() => serialize(bytesOf('data'), undefined, { encoding: 'no-such-charset' }));
    expect(error.failedStringEncoding).toBe('no-such-charset');
    expect(error.message).toContain('"no-such-charset" is no encoding');
  });

  it('reads the encoding of a byte-order mark before any other', () => {
    const data = new Uint8Array([0xff, 0xfe, 65, 0]);
    expect(serialize(data, responseOf(200, 'text/plain; charset=utf-8'))).toBe('A');
  });

  it('reads the encoding it is given', () => {
    expect(serialize(bytesOf('data'), undefined, { encoding: 'utf-8' })).toBe('data');
    expect(serialize(bytesOf('é'), undefined, { encoding: 'utf-8' })).toBe('é');
  });

  it('reads the encoding the response names', () => {
    const response = responseOf(200, 'image/jpeg; charset=utf-8');
    expect(serialize(bytesOf('data'), response)).toBe('data');
    expect(serialize(bytesOf('é'), response)).toBe('é');
  });

  it('reads the encoding it is given before the one the response names', () => {
    const response = responseOf(200, 'text/plain; charset=utf-8');
    expect(serialize(new Uint8Array([0xe9]), response, { encoding: 'iso-8859-1' })).toBe('é');
  });

  it.each([
    ['it is given', undefined, { encoding: 'utf-8' }],
    ['the response names', responseOf(200, 'image/jpeg; charset=utf-8'), {}],
  ])('fails for UTF-32 when UTF-8 is what %s', (_who, response, options) => {
    expect(utf32).toHaveLength(48);
    const error = thrownBy(() => serialize(utf32, response, options));
    expect(error.reason).toEqual({ kind: 'stringSerializationFailed', encoding: 'utf-8' });
    expect(error.failedStringEncoding).toBe('utf-8');
  });

  it('throws the error the request had', () => {
    const reason = { kind: 'inputDataNilOrZeroLength' } as const;
    const error = new SessionError({ kind: 'responseSerializationFailed', reason });
    const serializer = new StringResponseSerializer();
    expect(thrownBy(() => serializer.serialize(undefined, undefined, bytesOf('data'), error))).toBe(error);
  });

  it.each([
    ['GET', 204],
    ['GET', 205],
    ['HEAD', 200],
  ])('gives no text for a %s answered with %d', (method, statusCode) => {
    const serializer = new StringResponseSerializer();
    expect(serializer.serialize(requestOf(method), responseOf(statusCode), undefined, undefined)).toBe('');
  });

  it('reads what the preprocessor made of the body', () => {
    const dataPreprocessor = { preprocess: (data: Uint8Array) => data.subarray(1) };
    expect(serialize(bytesOf('abcd'), undefined, { dataPreprocessor })).toBe('bcd');
  });

  it('is made by string(), usable wherever a serializer is expected', () => {
    const made: ResponseSerializer<string> = StringResponseSerializer.string({ encoding: 'utf-8' });
    expect(made).toBeInstanceOf(StringResponseSerializer);
    expect(made.serialize(undefined, undefined, bytesOf('é'), undefined)).toBe('é');
  });
});

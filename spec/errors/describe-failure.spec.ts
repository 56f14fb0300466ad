import { DecodingError } from '../../lib/errors/decoding-error.js';
import { describeFailure } from '../../lib/errors/describe-failure.js';
import type { SessionFailure } from '../../lib/errors/session-failure.js';

const error = new Error('it broke');
const serialization = (
  reason: Extract<SessionFailure, { kind: 'responseSerializationFailed' }>['reason'],
): SessionFailure => ({ kind: 'responseSerializationFailed', reason });

const sentences: [SessionFailure, string][] = [
  [{ kind: 'createUploadableFailed', error }, 'The upload body could not be made: it broke'],
  [{ kind: 'createURLRequestFailed', error: 'text' }, 'The URLRequest could not be made: text'],
  [
    { kind: 'createURLRequestFailed', error: { some: 'object' } },
    'The URLRequest could not be made: an object was thrown, not an Error',
  ],
  [{ kind: 'createURLRequestFailed', error: new TypeError() }, 'The URLRequest could not be made: TypeError'],
  [{ kind: 'explicitlyCancelled' }, 'The request was cancelled.'],
  [{ kind: 'invalidURL', url: '' }, 'Not a valid URL: the text is empty'],
  [{ kind: 'requestAdaptationFailed', error }, 'A request adapter failed: it broke'],
  [
    { kind: 'requestRetryFailed', error, originalError: new Error('before') },
    'A request retrier failed: it broke; the request had failed before: before',
  ],
  [{ kind: 'sessionDeinitialized' }, 'The session was disposed of while the request was running.'],
  [{ kind: 'sessionInvalidated' }, 'The session was invalidated.'],
  [{ kind: 'sessionInvalidated', error }, 'The session was invalidated: it broke'],
  [{ kind: 'sessionTaskFailed', code: 'timedOut', error }, 'The exchange failed (timedOut): it broke'],
  [
    { kind: 'sessionTaskFailed', code: 'timedOut', detail: 'late', error },
    'The exchange failed (timedOut): late',
  ],
  [
    { kind: 'unsupported', feature: 'a stream body' },
    'Not supported on this platform or by this transport: a stream body',
  ],
  [
    { kind: 'responseValidationFailed', reason: { kind: 'unacceptableStatusCode', code: 404 } },
    'The response is not acceptable: status code 404',
  ],
  [
    {
      kind: 'responseValidationFailed',
      reason: { kind: 'missingContentType', acceptableContentTypes: ['a/b', 'c/d'] },
    },
    'The response is not acceptable: no content type, where one of [a/b, c/d] is expected',
  ],
  [
    {
      kind: 'multipartReadingFailed',
      reason: { kind: 'contentTypeInvalid', contentType: undefined },
    },
    'The multipart form could not be read: its content type is "none", not multipart/form-data',
  ],
  [
    { kind: 'multipartReadingFailed', reason: { kind: 'limitExceeded', limit: 'fileSize', maximum: 10 } },
    'The multipart form could not be read: it has more than the limit of fileSize allows, 10',
  ],
  [
    { kind: 'multipartReadingFailed', reason: { kind: 'unexpectedEnd' } },
    'The multipart form could not be read: it ends before its closing boundary',
  ],
  [
    { kind: 'multipartEncodingFailed', reason: { kind: 'bodyPartFileIsDirectory', url: 'file:///folder' } },
    'The multipart form could not be encoded: bodyPartFileIsDirectory (url "file:///folder")',
  ],
  [
    {
      kind: 'multipartEncodingFailed',
      reason: { kind: 'outputStreamCreationFailed', url: 'file:///folder', error },
    },
    'The multipart form could not be encoded: outputStreamCreationFailed (url "file:///folder", it broke)',
  ],
  [
    { kind: 'urlRequestValidationFailed', reason: { kind: 'invalidHeader', name: 'a\nb' } },
    String.raw`The URLRequest is not valid: "a\nb" is no name of a header`,
  ],
  [
    serialization({ kind: 'invalidEmptyResponse', type: 'zod schema' }),
    'The response could not be serialized: the body is empty, and the type zod schema has no empty value',
  ],
  [
    {
      kind: 'urlRequestValidationFailed',
      reason: { kind: 'invalidHeader', name: 'X', given: 'undefined' },
    },
    'The URLRequest is not valid: the value of the header "X" is undefined, not a string',
  ],
  [
    { kind: 'invalidURL', url: 'users/17?token=secret' },
    'Not an absolute URL: "users/17" is relative; set baseURL in the configuration of the session, or give the whole URL',
  ],
  [
    serialization({ kind: 'stringSerializationFailed', encoding: 'nonsense' }),
    'The response could not be serialized: "nonsense" is no encoding of the Encoding standard',
  ],
  [serialization({ kind: 'inputFileNil' }), 'The response could not be serialized: inputFileNil'],
];

describe('the sentence for a failure', () => {
  it.each(sentences)('%j', (failure, sentence) => {
    expect(describeFailure(failure)).toBe(sentence);
  });
});

describe('what a sentence does not repeat', () => {
  it.each([
    ['https://user:secret@a b/', 'https://…@a b/'],
    ['http://u:secret/w@host', 'http://…@host'],
    ['user:secret@host:80:90', '…@host:80:90'],
    ['//u:secret@[', '//…@['],
    ['http://a b/', 'http://a b/'],
  ])('is the userinfo of %s', (url, shown) => {
    expect(describeFailure({ kind: 'invalidURL', url })).toBe(`Not a valid URL: "${shown}"`);
  });

  it.each([
    [new SyntaxError('Unexpected token s in "secret"'), ''],
    [new SyntaxError('Unexpected token s in "secret" at position 17 (line 2)'), ' at position 17'],
  ])('is the body that a JSON parser quotes: %p', (cause, position) => {
    const sentence = `The response could not be serialized: the body is not valid JSON${position}`;
    const json = serialization({ kind: 'jsonSerializationFailed', error: cause });
    expect(describeFailure(json)).toBe(sentence);
    expect(describeFailure(serialization({ kind: 'decodingFailed', error: cause }))).toBe(sentence);
  });

  it.each<[unknown, string]>([
    [new DecodingError([issue('a.b'), issue('c[0]')]), 'the body is not as expected at a.b, c[0]'],
    [new DecodingError([issue('')]), 'the body is not as expected at the value itself'],
    [new TypeError('secret'), 'the body could not be decoded'],
  ])('is the body that a schema quotes: %p', (cause, what) => {
    const failure = serialization({ kind: 'decodingFailed', error: cause });
    expect(describeFailure(failure)).toBe(`The response could not be serialized: ${what}`);
  });
});

function issue(path: string): { message: string; path: string } {
  return { message: 'expected a number but received "secret"', path };
}

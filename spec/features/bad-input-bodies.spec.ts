import { describe, expect, it } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { MultipartFormData, Retrier, RetryResult, type UploadContent } from 'rxsession';
import { failureOf, onlyResponseOf, untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { temporaryFile } from '../support/temporary-files.js';

const server = useServer();
const sessions = useSessions(server);

const post = (): string => `${server.url}/post`;
const retrying = (): ReturnType<typeof Retrier> =>
  Retrier(({ retryCount }) => (retryCount < 2 ? RetryResult.retry : RetryResult.doNotRetry));

async function* pieces(...contents: (string | Error)[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const content of contents) {
    await Promise.resolve();
    if (content instanceof Error) throw content;
    yield new TextEncoder().encode(content);
  }
}

describe('a file that cannot be uploaded', () => {
  it('because there is none is fileDoesNotExist', async () => {
    const error = await failureOf(sessions.make().upload(temporaryFile('missing'), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'fileDoesNotExist' });
    expect(server.requests).toHaveLength(0);
  });

  it('because a file stands where a folder should is fileDoesNotExist', async () => {
    writeFileSync(temporaryFile('file'), 'x');
    const error = await failureOf(sessions.make().upload(temporaryFile('file/missing'), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'fileDoesNotExist' });
  });

  it('because it is a folder is refused', async () => {
    mkdirSync(temporaryFile('folder'));
    const error = await failureOf(sessions.make().upload(temporaryFile('folder'), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'fileIsDirectory' });
    expect(server.requests).toHaveLength(0);
  });

  it('because it links to itself is refused', async () => {
    symlinkSync(fileURLToPath(temporaryFile('loop')), temporaryFile('loop'));
    const error = await failureOf(sessions.make().upload(temporaryFile('loop'), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: { code: 'ELOOP' } });
    expect(server.requests).toHaveLength(0);
  });

  it.each(['https://example.com/file', 'data:text/plain,hello', 'file://elsewhere.example/file'])(
    'because its URL is %s is refused',
    async (url) => {
      const error = await failureOf(sessions.make().upload(new URL(url), post()));
      expect(error.kind).toMatch(/createUploadableFailed|sessionTaskFailed/);
      expect(server.requests).toHaveLength(0);
    },
  );

  it.each<[string, () => UploadContent]>([
    ['a missing file', () => temporaryFile('missing')],
    ['an empty stream', () => Readable.from([])],
  ])('such as %s comes second to a URL that is none', async (_what, body) => {
    const response = await onlyResponseOf(sessions.make().upload(body(), ''));
    expect(response.error).toMatchObject({ kind: 'invalidURL', urlConvertible: '' });
    expect(response).toMatchObject({ request: undefined, response: undefined, data: undefined });
  });
});

describe('a stream', () => {
  it.each<[string, () => UploadContent]>([
    ['an async iterable', () => pieces('one', new Error('half way'))],
    ['a Readable', () => Readable.from(pieces('one', new Error('half way')))],
    ['a ReadableStream', () => erroringStream()],
  ])('that is %s and errors half way is requestBodyStreamFailed', async (_what, body) => {
    const error = await failureOf(sessions.make().upload(body(), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamFailed' });
    expect(error.cause).toMatchObject({ message: 'half way' });
  });

  it('that errors before its first piece is requestBodyStreamFailed', async () => {
    const error = await failureOf(sessions.make().upload(pieces(new Error('at once')), post()));
    expect(error).toMatchObject({ code: 'requestBodyStreamFailed', cause: { message: 'at once' } });
  });

  it('that was destroyed before it is read is requestBodyStreamFailed', async () => {
    const stream = Readable.from(['one']);
    stream.destroy();
    expect(await failureOf(sessions.make().upload(stream, post()))).toMatchObject({
      kind: 'sessionTaskFailed',
    });
  });

  it.each<[string, string]>([
    ['shorter', '20'],
    ['longer', '3'],
  ])('that is %s than declared is requestBodyStreamFailed', async (_how, length) => {
    const headers = { 'Content-Length': length };
    const error = await failureOf(sessions.make().upload(pieces('one', 'two'), post(), { headers }));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamFailed' });
  });

  it.each([17, null, {}])('that gives %j instead of bytes is requestBodyStreamFailed', async (piece) => {
    const stream = Readable.from([piece ?? {}], { objectMode: true });
    const error = await failureOf(sessions.make().upload(untyped(stream), post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamFailed' });
  });

  it('that is locked by somebody else fails', async () => {
    const stream = new Blob(['text']).stream();
    const reader = stream.getReader();
    const error = await failureOf(sessions.make().upload(stream, post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamFailed' });
    await reader.cancel();
  });

  it('that was uploaded before is requestBodyStreamExhausted', async () => {
    const stream = pieces('once');
    const session = sessions.make();
    await session.upload(stream, post()).serializingJSON().value;
    const error = await failureOf(session.upload(stream, post()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted' });
    expect(server.requests).toHaveLength(1);
  });

  it('that two uploads share is sent by one of them', async () => {
    const stream = pieces('once');
    const session = sessions.make();
    const both = [session.upload(stream, post()), session.upload(stream, post())];
    const results = await Promise.all(both.map((upload) => upload.serializingJSON().result));
    expect(results.map(({ kind }) => kind).sort()).toEqual(['failure', 'success']);
  });

  it('of a form that was uploaded before is bodyPartConsumed', async () => {
    const form = new MultipartFormData().append(pieces('once'), { name: 'part' });
    const session = sessions.make();
    await session.upload(form, post()).serializingJSON().value;
    const error = await failureOf(session.upload(form, post()));
    expect(error).toMatchObject({ kind: 'multipartEncodingFailed', reason: { kind: 'bodyPartConsumed' } });
  });
});

describe('a body that cannot be sent again', () => {
  it('is not, however much a retrier wants to', async () => {
    const request = sessions
      .make()
      .upload(pieces('once'), `${server.url}/flaky/x`, { interceptor: retrying() });
    const error = await failureOf(request.validate());
    expect(error).toMatchObject({ kind: 'responseValidationFailed', responseCode: 503 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([307, 308])('fails at a %d with requestBodyStreamExhausted', async (code) => {
    const url = `${server.url}/redirect-to?status_code=${String(code)}&url=%2Fpost`;
    const error = await failureOf(sessions.make().upload(pieces('once'), url));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted' });
    expect(server.requestsTo('/post')).toHaveLength(0);
  });

  it('is of no importance to a 303, which asks for none', async () => {
    const url = `${server.url}/redirect-to?status_code=303&url=%2Fget`;
    const { value } = sessions.make().upload(pieces('once'), url).serializingJSON();
    expect(await value).toMatchObject({ method: 'GET', data: '' });
  });

  it('is retried as long as nobody has read it', async () => {
    let adaptCount = 0;
    const upload = sessions.make().upload(pieces('once'), post(), { interceptor: retrying() });
    upload.adapt({
      adapt(urlRequest) {
        adaptCount += 1;
        if (adaptCount === 1) throw new Error('not yet');
        return urlRequest;
      },
    });
    expect(await upload.serializingJSON().value).toMatchObject({ data: 'once' });
  });

  it('is made again by a function', async () => {
    const upload = sessions
      .make()
      .upload(() => pieces('again'), `${server.url}/flaky/x`, { interceptor: retrying() });
    await upload.validate().serializingJSON().value;
    expect(server.requests).toHaveLength(3);
  });
});

describe('what is no body', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 17],
    ['an object', { a: 1 }],
    ['an array', [1, 2]],
    ['a function that answers a number', () => 17],
    ['a function that answers later', () => Promise.resolve('text')],
  ])('such as %s fails', async (_what, body) => {
    const error = await failureOf(sessions.make().upload(untyped(body), post()));
    expect(error.kind).toMatch(/createUploadableFailed|createURLRequestFailed/);
    expect(server.requests).toHaveLength(0);
  });
});

function erroringStream(): ReadableStream<Uint8Array> {
  const source = pieces('one', new Error('half way'));
  return new ReadableStream({
    async pull(controller) {
      const result = await source.next();
      if (result.done !== true) controller.enqueue(result.value);
    },
  });
}

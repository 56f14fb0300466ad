import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { type DecodableSchema, isNetworkFailure } from 'rxsession';
import { z } from 'zod';
import { reset, receiveHead, send, close } from '../support/fault-connection.js';
import { refusedURL, useFaultServer } from '../support/fault-server.js';
import { failureOf, untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const faults = useFaultServer();

describe('a body that is not what it should be', () => {
  it.each([
    ['/not-json', 'JSON that breaks off'],
    ['/html', 'HTML'],
    ['/bytes/100', 'bytes'],
  ])('such as %s, %s in the place of JSON, is a serialization failure', async (path) => {
    const error = await failureOf(
      sessions
        .make()
        .request(server.url + path)
        .responseJSON(),
    );
    expect(error.kind).toBe('responseSerializationFailed');
    expect(error.reason?.kind).toMatch(/^(json|string)SerializationFailed$/);
  });

  it('is a decodingFailed where a schema was given', async () => {
    const error = await failureOf(
      sessions.make().request(`${server.url}/not-json`).responseDecodable(z.unknown()),
    );
    expect(error).toMatchObject({ kind: 'responseSerializationFailed', reason: { kind: 'decodingFailed' } });
  });

  it('is refused by the charset of its own response', async () => {
    faults.script(receiveHead, send(text('text/plain; charset=utf-8', 'gr\xfc\xdfe')), close);
    const error = await failureOf(sessions.make().request(faults.url).responseString());
    expect(error.reason).toEqual({ kind: 'stringSerializationFailed', encoding: 'utf-8' });
  });

  it.each(['klingon', '', '"'])('is refused when nobody knows the charset %j', async (encoding) => {
    const request = sessions.make().request(`${server.url}/get`);
    const error = await failureOf(request.responseString({ encoding: `x-${encoding}` }));
    expect(error.reason).toMatchObject({ kind: 'stringSerializationFailed' });
  });

  it('is inputDataNilOrZeroLength when it is empty and should not be', async () => {
    const error = await failureOf(sessions.make().request(`${server.url}/empty-200`).responseJSON());
    expect(error.reason).toEqual({ kind: 'inputDataNilOrZeroLength' });
  });
});

describe('a schema', () => {
  it.each<[string, (value: unknown) => unknown]>([
    ['refuses', () => ({ issues: [{ message: 'no', path: ['id'] }] })],
    ['throws', () => fail(new Error('no'))],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['refuses later', () => Promise.resolve({ issues: [{ message: 'no' }] })],
    ['answers nothing', () => undefined],
    ['answers 42', () => 42],
    ['answers nothing later', () => Promise.resolve(undefined)],
  ])('that %s is a decodingFailed', async (_how, validate) => {
    const schema: DecodableSchema<unknown> = untyped({
      '~standard': { version: 1, vendor: 'spec', validate },
    });
    const error = await failureOf(sessions.make().request(`${server.url}/get`).responseDecodable(schema));
    expect(error).toMatchObject({ kind: 'responseSerializationFailed', reason: { kind: 'decodingFailed' } });
  });

  it.each([undefined, 42, {}])('that is %j fails', async (schema) => {
    const error = await failureOf(
      sessions.make().request(`${server.url}/get`).responseDecodable(untyped(schema)),
    );
    expect(error.kind).toBe('responseSerializationFailed');
  });
});

describe('a response that is broken off', () => {
  it.each([
    ['/reset', 'reset before its head'],
    ['/close-before-head', 'closed before its head'],
    ['/reset-after-head', 'reset after its head'],
    ['/truncated', 'shorter than its Content-Length'],
    ['/truncated-chunked', 'without its last chunk'],
  ])('%s, %s, is networkConnectionLost', async (path) => {
    const error = await failureOf(sessions.make().request(server.url + path));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
  });

  it('in the middle of its gzip is a network failure', async () => {
    const error = await failureOf(sessions.make().request(`${server.url}/truncated-gzip`));
    expect(error.code).toMatch(/networkConnectionLost|cannotDecodeContentData/);
  });

  it('keeps its head and what had come', async () => {
    const response = await lastValueFrom(sessions.make().request(`${server.url}/truncated`));
    expect(response).toMatchObject({
      response: { statusCode: 200 },
      error: { code: 'networkConnectionLost' },
    });
    expect(response.data).toHaveLength(50);
  });

  it('in the middle of its head is networkConnectionLost', async () => {
    faults.script(receiveHead, send('HTTP/1.1 200 OK\r\nContent-Le'), reset);
    expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({
      code: 'networkConnectionLost',
    });
  });

  it('in the middle of a chunk is networkConnectionLost', async () => {
    faults.script(receiveHead, send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc'), close);
    expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({
      code: 'networkConnectionLost',
    });
  });
});

describe('what is no HTTP', () => {
  it.each([
    ['words', 'this is no HTTP at all\r\n\r\n'],
    ['another version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['no status code', 'HTTP/1.1 OK\r\n\r\n'],
    ['a negative Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    ['NUL in a header', 'HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n'],
  ])('such as %s is badServerResponse', async (_what, answer) => {
    faults.script(receiveHead, send(answer), close);
    const error = await failureOf(sessions.make().request(faults.url));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'badServerResponse' });
  });

  it('such as a chunk of no size is badServerResponse', async () => {
    faults.script(
      receiveHead,
      send('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n'),
      close,
    );
    expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({ code: 'badServerResponse' });
  });

  it('such as two lengths of one body is refused', async () => {
    faults.script(
      receiveHead,
      send('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      close,
    );
    expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({ kind: 'sessionTaskFailed' });
  });

  it('such as a head without end is refused', async () => {
    faults.script(receiveHead, send(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(2_000_000)}`), close);
    expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({ kind: 'sessionTaskFailed' });
  });
});

describe('a body whose coding is broken', () => {
  it('is cannotDecodeContentData', async () => {
    const error = await failureOf(sessions.make().request(`${server.url}/corrupt-gzip`));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'cannotDecodeContentData' });
  });

  it.each(['gzip', 'deflate', 'br'])(
    'because it is not %s at all is cannotDecodeContentData',
    async (coding) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: 8\r\n\r\n`;
      faults.script(receiveHead, send(`${head}nonsense`), close);
      expect(await failureOf(sessions.make().request(faults.url))).toMatchObject({
        code: 'cannotDecodeContentData',
      });
    },
  );
});

describe('a body larger than maximumResponseBodySize', () => {
  const limited = { configuration: { maximumResponseBodySize: 1000 } };

  it.each([
    ['/bytes/1001', 'that says so'],
    ['/large?bytes=100000000', 'that says so, and is huge'],
    ['/chunked/1001', 'that does not say so'],
    ['/infinite', 'without end'],
    ['/gzip-bomb/100', 'once it is decoded'],
  ])('%s, %s, is dataLengthExceedsMaximum and is read no further', async (path) => {
    const request = sessions.make(limited).request(server.url + path);
    const response = await lastValueFrom(request);
    expect(response.error).toMatchObject({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum' });
    expect(response.data).toBeUndefined();
    expect(server.bytesWritten(new URL(path, server.url).pathname)).toBeLessThan(50_000_000);
  });

  it.each(['/bytes/1000', '/chunked/1000'])('begins one byte later than %s', async (path) => {
    const { value } = sessions
      .make(limited)
      .request(server.url + path)
      .serializingData();
    expect(await value).toHaveLength(1000);
  });
});

describe('a host', () => {
  it('that refuses is cannotConnectToHost', async () => {
    const error = await failureOf(sessions.make().request(await refusedURL()));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'cannotConnectToHost' });
  });

  it('that nobody knows is cannotFindHost', async () => {
    const error = await failureOf(sessions.make().request('http://nobody.invalid/'));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'cannotFindHost' });
  });

  it('with which no connection comes about is timedOut after the connectTimeout', async () => {
    const url = faults.url.replace('http:', 'https:');
    const error = await failureOf(sessions.make({ configuration: { connectTimeout: 20 } }).request(url));
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    await (
      await faults.nextConnection()
    ).closed;
  });

  it.each([
    ['timeoutIntervalForRequest', 'never answers'],
    ['timeoutIntervalForResource', 'never answers'],
  ])('is timedOut after the %s when it %s', async (limit) => {
    const request = sessions.make({ configuration: { [limit]: 20 } }).request(`${server.url}/never`);
    expect(await failureOf(request)).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(await server.requests[0]?.outcome).not.toBe('answered');
  });

  it('that speaks no TLS is secureConnectionFailed', async () => {
    const error = await failureOf(sessions.make().request(server.url.replace('http:', 'https:')));
    expect(isNetworkFailure(error) && error.code).toBe('secureConnectionFailed');
  });
});

function text(type: string, body: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
  return Buffer.from(head + body, 'latin1');
}

function fail(error: Error): never {
  throw error;
}

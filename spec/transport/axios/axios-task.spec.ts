import { describe, expect, it } from '@jest/globals';
import type { AxiosAdapter, AxiosProgressEvent, AxiosResponse } from 'axios';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { Latch } from '../../../examples/server/latch.js';
import type { RequestBody } from '../../../lib/transport/request-body.js';
import { callerTransport, mocking } from '../../support/caller-transport.js';
import { close, receiveHead, send, stopReading, wait } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { sendMessage } from '../../support/recording-transport-client.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
expectNoLeaks(server);

const URL_OF_MOCK = 'https://api.example.com/users';
const answering =
  (response: Partial<AxiosResponse>): AxiosAdapter =>
  (config) =>
    Promise.resolve({ status: 200, config, ...response } as AxiosResponse);

describe('an answer of a mock', () => {
  it('is matched by URL, method, text and headers', async () => {
    const { instance, transport } = callerTransport({ baseURL: 'https://api.example.com' });
    const mock = mocking(instance);
    mock
      .onPost('/users', { name: 'Ann' }, { headers: expect.objectContaining({ 'X-Own': '1' }) as never })
      .reply(201);
    const { client } = sendMessage(transport, URL_OF_MOCK, {
      method: 'POST',
      headers: { 'X-Own': '1', 'Content-Type': 'application/json' },
      outbound: { kind: 'text', text: '{"name":"Ann"}' },
    });
    expect((await client.response).statusCode).toBe(201);
    expect(await client.bytes()).toEqual(new Uint8Array());
  });

  it('may be an object, a refusal, and without headers', async () => {
    const { instance, transport } = callerTransport();
    mocking(instance).onGet(URL_OF_MOCK).reply(404, { error: 'gone' });
    const { client } = sendMessage(transport, URL_OF_MOCK);
    expect(await client.json()).toEqual({ error: 'gone' });
    expect(client.head).toMatchObject({ url: URL_OF_MOCK, statusCode: 404, httpVersion: undefined });
    expect(client.head?.headers.size).toBe(0);
  });

  it.each([
    ['networkError', 'cannotConnectToHost'],
    ['timeout', 'timedOut'],
    ['abortRequest', 'networkConnectionLost'],
  ] as const)('that is a %s fails with %s', async (fault, code) => {
    const { instance, transport } = callerTransport();
    mocking(instance).onGet(URL_OF_MOCK)[fault]();
    expect((await sendMessage(transport, URL_OF_MOCK).client.failure()).code).toBe(code);
  });

  it('that is missing does not tell the headers that it lists', async () => {
    const { instance, transport } = callerTransport();
    mocking(instance, { onNoMatch: 'throwException' });
    const { client } = sendMessage(transport, URL_OF_MOCK, { headers: { Authorization: 'Bearer hidden' } });
    const failure = await client.failure();
    expect(failure.message).toContain('No mock answers');
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('hidden');
  });
});

describe('the data of a response', () => {
  const bytes = new TextEncoder().encode('_text_').subarray(1, 5);
  it.each<[string, () => unknown, string]>([
    ['a stream of Node', () => Readable.from([Buffer.from('te'), 'xt']), 'text'],
    ['a web stream', () => new Blob(['text']).stream(), 'text'],
    ['an async iterable', () => pieces('te', 'xt'), 'text'],
    ['bytes', () => bytes, 'text'],
    ['an ArrayBuffer', () => bytes.slice().buffer, 'text'],
    ['a Blob', () => new Blob(['text']), 'text'],
    ['a string', () => 'Grüße', 'Grüße'],
    ['an object', () => ({ a: [1] }), '{"a":[1]}'],
    ['an object that says it is locked', () => ({ locked: true }), '{"locked":true}'],
    ['a number', () => 17, '17'],
    ['undefined', () => undefined, ''],
    ['null', () => null, ''],
  ])('may be %s', async (_, data, expected) => {
    const { transport } = callerTransport({ adapter: answering({ data: data() }) });
    expect(await sendMessage(transport, URL_OF_MOCK).client.text()).toBe(expected);
  });

  it('may fail halfway', async () => {
    const { transport } = callerTransport({ adapter: answering({ data: Readable.from(failing()) }) });
    const { client } = sendMessage(transport, URL_OF_MOCK);
    expect(await client.failure()).toMatchObject({
      code: 'networkConnectionLost',
      cause: { code: 'ECONNRESET' },
    });
    expect(client.heard).toEqual(['response', 'data', 'complete']);
  });

  it.each<[string, unknown]>([
    ['a function', () => undefined],
    ['an object in circles', circle()],
    ['a stream of objects', Readable.from([{ a: 1 }])],
    ['a stream that somebody else reads', { locked: true, getReader: () => undefined }],
  ])('may not be %s', async (_, data) => {
    const { transport } = callerTransport({ adapter: answering({ data }) });
    expect((await sendMessage(transport, URL_OF_MOCK).client.failure()).code).toBe('badServerResponse');
  });
});

describe('an interceptor', () => {
  it.each<[string, (response: AxiosResponse) => unknown]>([
    ['the data alone', (response) => response.data as unknown],
    ['nothing', () => undefined],
    ['something else', () => ({ users: [] })],
  ])('that returns %s makes it fail with a message that says so', async (_, returned) => {
    const { instance, transport } = callerTransport();
    instance.interceptors.response.use(returned as (response: AxiosResponse) => AxiosResponse);
    const { client } = sendMessage(transport, `${server.url}/infinite`);
    expect(await client.failure()).toMatchObject({ kind: 'sessionTaskFailed', code: 'badServerResponse' });
    expect((await client.failure()).message).toContain('an interceptor has to pass on the whole response');
    await server.whenDisconnected();
  });

  it('that swallows a response leaves its stream closed', async () => {
    const stream = new PassThrough();
    const { instance, transport } = callerTransport({ adapter: answering({ data: stream }) });
    instance.interceptors.response.use((response) => response.data as AxiosResponse);
    await sendMessage(transport, URL_OF_MOCK).client.failure();
    expect(stream.destroyed).toBe(true);
  });

  it('may ask for the whole text, and a body that breaks off still fails', async () => {
    const { instance, transport } = callerTransport();
    instance.interceptors.request.use((config) => ({ ...config, responseType: 'text' }));
    const whole = sendMessage(transport, `${server.url}/html`).client;
    const half = sendMessage(transport, `${server.url}/truncated`).client;
    expect(await whole.text()).toContain('<title>loopback');
    expect((await half.failure()).code).toBe('networkConnectionLost');
  });

  it('may reject with a response', async () => {
    const { instance, transport } = callerTransport();
    instance.interceptors.response.use(undefined, (error: { response: AxiosResponse }) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what is seen in the wild
      return Promise.reject(error.response);
    });
    const { client } = sendMessage(transport, `${server.url}/status/418`);
    expect((await client.response).statusCode).toBe(418);
    await client.completed;
  });

  it('may answer long after the request was cancelled, and what it brings is closed', async () => {
    const { instance, transport } = callerTransport();
    const gate = server.latch('interceptor');
    instance.interceptors.response.use(async (response) => {
      await gate.pass(new AbortController().signal);
      return response;
    });
    const { client, task } = sendMessage(transport, `${server.url}/bytes/1000000`);
    await gate.reached();
    task.cancel();
    gate.release();
    await server.whenDisconnected();
    expect(client.heard).toEqual([]);
  });
});

describe('a body', () => {
  const content = Buffer.alloc(300_000, 'content ');
  const bodies: [RequestBody['kind'], () => RequestBody | Promise<RequestBody>][] = [
    [
      'bytes',
      () => ({
        kind: 'bytes',
        bytes: new Uint8Array(Buffer.concat([content, content])).subarray(0, 300_000),
      }),
    ],
    ['text', () => ({ kind: 'text', text: content.toString() })],
    ['blob', () => ({ kind: 'blob', blob: new Blob([content], { type: 'text/x-blob' }) })],
    ['file', fileBody],
    [
      'stream',
      () => ({
        kind: 'stream',
        length: 300_000,
        isReplayable: false,
        open: () => pieces(content.toString()),
      }),
    ],
  ];

  async function fileBody(): Promise<RequestBody> {
    const path = join(tmpdir(), crypto.randomUUID());
    await writeFile(path, content);
    return { kind: 'file', url: pathToFileURL(path), length: content.length };
  }

  it.each(bodies)(
    'of kind %s is sent as it is, with its length and its own content type',
    async (_, body) => {
      const { client } = sendMessage(callerTransport().transport, `${server.url}/upload`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/x-own' },
        outbound: await body(),
      });
      const { sha256, headers } = await client.json<{ sha256: string; headers: Record<string, string> }>();
      expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
      expect(headers).toMatchObject({ 'content-length': '300000', 'content-type': 'text/x-own' });
    },
  );

  it.each(bodies)(
    'of kind %s reports how much of it was sent, when somebody wants to know',
    async (_, body) => {
      const { transport } = callerTransport();
      const sends = [true, false].map(async (reportsUploadProgress) => {
        const outbound = await body();
        const { client } = sendMessage(transport, `${server.url}/upload`, {
          method: 'POST',
          outbound,
          reportsUploadProgress,
        });
        await client.completed;
        return client.sent;
      });
      const [reported, unreported] = await Promise.all(sends);
      // axios holds a last report back for a while, and drops it where the answer is quicker
      expect(reported?.every((sent) => sent > 0 && sent <= 300_000)).toBe(true);
      expect(reported).not.toEqual([]);
      expect(reported).toEqual([...new Set(reported)].sort((a, b) => a - b));
      expect(unreported).toEqual([]);
    },
  );

  it('that nobody reads any more is closed with the answer', async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(content);
      } finally {
        isClosed = true;
      }
    }
    const { client } = sendMessage(callerTransport().transport, `${server.url}/early-response`, {
      method: 'POST',
      outbound: { kind: 'stream', length: undefined, isReplayable: false, open: endless },
    });
    expect((await client.response).statusCode).toBe(413);
    expect(await client.completed).toBeUndefined();
    await server.whenDisconnected();
    expect(isClosed).toBe(true);
  });

  it('that the server does not take any more is given up with the answer', async () => {
    const [held, httpAgent] = [new Latch(), new http.Agent({ keepAlive: false })];
    faults.script(
      receiveHead,
      stopReading,
      send('HTTP/1.1 413 \r\nContent-Length: 0\r\n\r\n'),
      wait(held),
      close,
    );
    const { client } = sendMessage(callerTransport({ httpAgent }).transport, faults.url, {
      method: 'POST',
      outbound: { kind: 'bytes', bytes: new Uint8Array(20_000_000) },
    });
    expect(await client.completed).toBeUndefined();
    const sockets = Object.values(httpAgent.sockets).flat();
    expect(sockets.map((socket) => socket?.destroyed)).toEqual(sockets.map(() => true));
    held.release();
    await (
      await faults.nextConnection()
    ).closed;
  });

  it('that is sent again does not go back in its progress', async () => {
    const adapter: AxiosAdapter = (config) => {
      for (const loaded of [5, 3, 7]) config.onUploadProgress?.({ loaded } as AxiosProgressEvent);
      return answering({})(config);
    };
    const { client } = sendMessage(callerTransport({ adapter }).transport, URL_OF_MOCK, {
      method: 'POST',
      outbound: { kind: 'text', text: '1234567' },
      reportsUploadProgress: true,
    });
    await client.completed;
    expect(client.sent).toEqual([5, 7]);
  });

  it('that fails makes the message fail with what it failed with', async () => {
    const { client } = sendMessage(callerTransport().transport, `${server.url}/upload`, {
      method: 'POST',
      outbound: { kind: 'stream', length: undefined, isReplayable: false, open: failing },
    });
    expect((await client.failure()).code).toBe('requestBodyStreamFailed');
  });
});

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (const text of texts) yield new TextEncoder().encode(text);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield* pieces('one');
  throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
}

function circle(): object {
  const circular: { self?: object } = {};
  return Object.assign(circular, { self: circular });
}

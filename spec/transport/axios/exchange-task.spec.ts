import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { inspect } from 'node:util';
import { SessionError } from '../../../lib/errors/session-error.js';
import { HTTPHeaders } from '../../../lib/message/http-headers.js';
import type { URLRequest } from '../../../lib/message/url-request.js';
import {
  type AdapterExchange,
  type ExchangeAdapter,
  type ExchangeClient,
  type InboundBody,
  type InboundBodyReceiver,
  type ReceivedHead,
} from '../../../lib/transport/axios/adapter-exchange.js';
import { DirectTransport } from '../../../lib/transport/axios/direct-transport.js';
import { makeOwnInstance } from '../../../lib/transport/axios/own-instance.js';
import { mocking, nodeOptions } from '../../support/caller-transport.js';
import { sendMessage, type RecordingTransportClient } from '../../support/recording-transport-client.js';

/** An adapter that answers when it is told to, and what it was given. */
class HeldAdapter {
  readonly configs: InternalAxiosRequestConfig[] = [];
  readonly requests: URLRequest[] = [];
  readonly exchanges: AdapterExchange[] = [];
  readonly receivers: InboundBodyReceiver[] = [];
  readonly calls: string[] = [];
  readonly #clients: Pick<ExchangeClient, 'didReceiveHead' | 'didFail'>[] = [];

  readonly adapter: ExchangeAdapter = Object.assign(
    (config: InternalAxiosRequestConfig, exchange?: AdapterExchange) => {
      this.configs.push(config);
      this.#take(exchange);
      return new Promise<AxiosResponse>((resolve, didFail) => {
        const didReceiveHead = ({ statusCode, statusText }: ReceivedHead, data: InboundBody): void =>
          resolve({ status: statusCode, statusText, headers: new AxiosHeaders(), data, config });
        this.#clients.push({ didReceiveHead, didFail });
      });
    },
    {
      exchange: (request: URLRequest, exchange: AdapterExchange, client: ExchangeClient) => {
        this.requests.push(request);
        this.#take(exchange);
        this.#clients.push(client);
      },
    },
  );

  answer(head: Partial<ReceivedHead> = {}, index = 0): void {
    const body = { read: (receiver: InboundBodyReceiver): void => void this.receivers.push(receiver) };
    this.#clients[index]?.didReceiveHead(
      {
        statusCode: 200,
        statusText: '',
        headers: new HTTPHeaders(),
        httpVersion: '1.1',
        isDecoded: false,
        ...head,
      },
      body,
    );
  }

  fail(error: unknown): void {
    this.#clients[0]?.didFail(error);
  }

  #take(exchange: AdapterExchange | undefined): void {
    if (exchange === undefined) return;
    this.exchanges.push(exchange);
    exchange.controls = {
      pause: this.#steer('pause'),
      resume: this.#steer('resume'),
      abort: this.#steer('abort'),
      discard: this.#steer('discard'),
    };
  }

  #steer(word: string): () => void {
    return () => void this.calls.push(word);
  }
}

let held: HeldAdapter;
let instance: ReturnType<typeof makeOwnInstance>;
let transport: DirectTransport;
const close = jest.fn<() => void>();
const send = (init: Parameters<typeof sendMessage>[2] = {}): ReturnType<typeof sendMessage> =>
  sendMessage(transport, 'https://example.com/a', init);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  held = new HeldAdapter();
  instance = makeOwnInstance(held.adapter);
  transport = new DirectTransport(instance, { ...nodeOptions, exchangeAdapter: held.adapter, close });
});

describe('a transport over an own instance', () => {
  it('goes past axios, straight to its adapter', () => {
    const request = jest.spyOn(instance, 'request');
    send({ method: 'POST', headers: { 'X-One': '1', get: 'odd' }, outbound: { kind: 'text', text: 'a' } });
    expect(request).not.toHaveBeenCalled();
    expect(held.requests[0]).toMatchObject({ url: 'https://example.com/a', method: 'POST' });
    expect(held.requests[0]?.headers.toJSON()).toEqual({ 'X-One': '1', get: 'odd' });
    expect(held.exchanges[0]).toMatchObject({
      body: { kind: 'text', text: 'a' },
      didSendBodyData: undefined,
    });
  });

  it('tells head, pieces and end', async () => {
    const { client } = send();
    held.answer({ statusCode: 201, headers: new HTTPHeaders({ 'Content-Type': 'text/plain' }) });
    expect(await client.response).toMatchObject({
      url: 'https://example.com/a',
      statusCode: 201,
      mimeType: 'text/plain',
    });
    held.receivers[0]?.data(new Uint8Array([1]));
    held.receivers[0]?.end();
    held.receivers[0]?.end();
    expect(client.heard).toEqual(['response', 'data', 'complete']);
    expect(await client.completed).toBeUndefined();
  });

  it('takes the head as the adapter tells it', async () => {
    const { client } = send();
    const headers = HTTPHeaders.received([
      ['Content-Length', '3'],
      ['Set-Cookie', 'a'],
      ['Set-Cookie', 'b'],
    ]);
    held.answer({ headers, httpVersion: '2', isDecoded: true });
    expect(await client.response).toMatchObject({
      headers,
      httpVersion: '2',
      expectedContentLength: undefined,
    });
  });

  it('shows timings, send phase and reuse as the adapter fills them in', () => {
    const { task } = send();
    expect(task).toMatchObject({ sendPhase: 'nothing', timings: {}, isReusedConnection: undefined });
    const [exchange] = held.exchanges;
    Object.assign(exchange ?? {}, { sendPhase: 'something', isReusedConnection: true });
    Object.assign(exchange?.timings ?? {}, { requestStart: 5 });
    expect(task).toMatchObject({
      sendPhase: 'something',
      timings: { requestStart: 5 },
      isReusedConnection: true,
    });
  });

  it('passes upload progress on', () => {
    const { client } = send({
      method: 'POST',
      outbound: { kind: 'text', text: 'abc' },
      reportsUploadProgress: true,
    });
    held.exchanges[0]?.didSendBodyData?.(3);
    expect(client.sent).toEqual([3]);
  });

  it('tells what an error of the adapter wraps, and nothing of its config', async () => {
    const { client } = send({ headers: { Authorization: 'Bearer hidden' } });
    held.fail(new AxiosError('x', 'ERR_NETWORK', { headers: new AxiosHeaders({ a: 'hidden' }) }));
    const failure = await client.failure();
    expect(failure.code).toBe('cannotConnectToHost');
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain('hidden');
  });

  it('passes a SessionError of the adapter on', async () => {
    const error = new SessionError({
      kind: 'serverTrustEvaluationFailed',
      reason: { kind: 'noCertificatesFound' },
    });
    const { client } = send();
    held.fail(AxiosError.from(error));
    expect(await client.completed).toBe(error);
  });

  it('steers the adapter, and holds a suspended body back before it is read', async () => {
    const { client, task } = send();
    task.suspend();
    held.answer();
    await client.response;
    task.resume();
    task.discard();
    expect(held.calls).toEqual(['pause', 'pause', 'resume', 'discard']);
  });

  it('says nothing after it was cancelled', async () => {
    const { client, task } = send();
    task.cancel();
    task.cancel();
    held.answer();
    await settled();
    expect(held.calls).toEqual(['abort']);
    expect(held.exchanges[0]?.isCancelled).toBe(true);
    expect(client.heard).toEqual([]);
  });

  it('reads nothing when the head was enough', async () => {
    const { client, task } = send();
    client.onResponse(() => {
      task.discard();
    });
    held.answer();
    await client.response;
    await settled();
    expect(held.receivers).toEqual([]);
    expect(held.calls).toEqual(['discard']);
  });

  it('closes what its adapter keeps', () => {
    transport.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('an own instance that was changed', () => {
  async function answeredThrough(client: RecordingTransportClient, index = 0): Promise<string> {
    await settled();
    held.answer({}, index);
    await client.response;
    const receiver = held.receivers.at(-1);
    receiver?.data(new TextEncoder().encode('text'));
    receiver?.end();
    return client.text();
  }

  it.each<[string, () => unknown]>([
    [
      'an interceptor',
      () => instance.interceptors.request.use((config) => (config.headers.set('X-A', '1'), config)),
    ],
    ['a default header', () => (instance.defaults.headers.common['X-A'] = '1')],
    ['a header of a method', () => (instance.defaults.headers.get['X-A'] = '1')],
  ])('applies %s', async (_, change) => {
    instance.defaults.headers.get = {};
    change();
    const { client } = send();
    expect(await answeredThrough(client)).toBe('text');
    expect(held.configs[0]?.headers.get('X-A')).toBe('1');
  });

  it('goes past axios again when its interceptors are ejected', () => {
    const request = jest.spyOn(instance, 'request');
    instance.interceptors.request.eject(instance.interceptors.request.use((config) => config));
    send();
    expect(request).not.toHaveBeenCalled();
  });

  it('sends later hops straight to the adapter', async () => {
    instance.interceptors.request.use((config) => (config.headers.set('X-A', '1'), config));
    const first = send();
    await answeredThrough(first.client);
    const second = sendMessage(transport, 'https://other.example/', { previousHop: first.task });
    expect(await answeredThrough(second.client, 1)).toBe('text');
    expect(held.configs[1]?.headers.has('X-A')).toBe(false);
    expect(held.exchanges[1]).not.toBe(held.exchanges[0]);
  });

  it('gives each sending an exchange of its own, and discards the answer before', async () => {
    instance.interceptors.response.use((response) =>
      response.status === 401 ? instance.request(response.config) : response,
    );
    const { client, task } = send();
    await settled();
    held.answer({ statusCode: 401 });
    await settled();
    expect(await answeredThrough(client, 1)).toBe('text');
    expect(held.calls).toEqual(['discard']);
    expect(held.exchanges).toHaveLength(2);
    expect(task.timings).toBe(held.exchanges[1]?.timings);
  });

  it('sends the body that an interceptor puts in the place of another', async () => {
    instance.interceptors.request.use((config) => ({ ...config, data: 'replaced' }));
    send({ method: 'POST', outbound: { kind: 'text', text: 'given' } });
    await settled();
    expect(held.exchanges[0]?.body).toEqual({ kind: 'text', text: 'replaced' });
  });

  it('sends nothing when it is cancelled while an interceptor waits', async () => {
    instance.interceptors.request.use(async (config) => (await settled(), config));
    const { client, task } = send();
    expect(task.sendPhase).toBe('nothing');
    task.cancel();
    await settled();
    await settled();
    expect(held.configs).toEqual([]);
    expect(client.heard).toEqual([]);
  });

  it('sends nothing either when an interceptor has dropped the signal', async () => {
    instance.interceptors.request.use(async ({ signal: _, ...config }) => {
      await settled();
      return config;
    });
    send().task.cancel();
    await settled();
    await settled();
    expect(held.exchanges.map(({ isCancelled }) => isCancelled)).toEqual([true]);
  });

  it('may be mocked', async () => {
    mocking(instance).onGet('https://example.com/a').reply(200, 'mocked');
    const { client, task } = send();
    expect(await client.text()).toBe('mocked');
    expect(task.sendPhase).toBe('something');
    expect(held.configs).toEqual([]);
  });
});

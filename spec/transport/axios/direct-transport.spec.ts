import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import type {
  AdapterExchange,
  ExchangeAdapter,
  InboundBodyReceiver,
} from '../../../lib/transport/axios/adapter-exchange.js';
import type { TransportRequest, TransportTask } from '../../../lib/transport/transport.js';
import { DirectTransport } from '../../../lib/transport/axios/direct-transport.js';
import { mocking, nodeOptions } from '../../support/caller-transport.js';
import { sendMessage, type RecordingTransportClient } from '../../support/recording-transport-client.js';

/** An adapter that answers when it is told to, and what it was given. */
class HeldAdapter {
  readonly configs: InternalAxiosRequestConfig[] = [];
  readonly sent: TransportRequest[] = [];
  readonly exchanges: AdapterExchange[] = [];
  readonly receivers: InboundBodyReceiver[] = [];
  readonly calls: string[] = [];
  readonly task = { timings: {}, sendPhase: 'nothing', isReusedConnection: undefined } as TransportTask;
  readonly #answers: ((status: number) => void)[] = [];

  readonly adapter: ExchangeAdapter = Object.assign(
    (config: InternalAxiosRequestConfig, exchange?: AdapterExchange) => {
      this.configs.push(config);
      if (exchange !== undefined) this.#take(exchange);
      return new Promise<AxiosResponse>((resolve) => {
        const data = { read: (receiver: InboundBodyReceiver): void => void this.receivers.push(receiver) };
        this.#answers.push((status) =>
          resolve({ status, statusText: '', headers: new AxiosHeaders(), data, config }),
        );
      });
    },
    {
      send: (request: TransportRequest) => {
        this.sent.push(request);
        return this.task;
      },
    },
  );

  answer(status = 200, index = 0): void {
    this.#answers[index]?.(status);
  }

  #take(exchange: AdapterExchange): void {
    this.exchanges.push(exchange);
    exchange.task = { timings: {}, sendPhase: 'something', isReusedConnection: true };
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
let instance: DirectTransport['instance'];
let transport: DirectTransport;
const close = jest.fn<() => void>();
const send = (init: Parameters<typeof sendMessage>[2] = {}): ReturnType<typeof sendMessage> =>
  sendMessage(transport, 'https://example.com/a', init);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  held = new HeldAdapter();
  transport = new DirectTransport({ ...nodeOptions, exchangeAdapter: held.adapter, close });
  instance = transport.instance;
});

describe('a transport over an own instance', () => {
  it('goes past axios, straight to its adapter', () => {
    const request = jest.spyOn(instance, 'request');
    const { task } = send({ method: 'POST', outbound: { kind: 'text', text: 'a' } });
    expect(request).not.toHaveBeenCalled();
    expect(held.sent).toMatchObject([
      { urlRequest: { url: 'https://example.com/a', method: 'POST' }, body: { kind: 'text', text: 'a' } },
    ]);
    expect(task).toBe(held.task);
  });

  it('closes what its adapter keeps', () => {
    transport.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('an own instance that was changed', () => {
  async function answeredThrough(client: RecordingTransportClient, index = 0): Promise<string> {
    await settled();
    held.answer(200, index);
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
    held.answer(401);
    await settled();
    expect(await answeredThrough(client, 1)).toBe('text');
    expect(held.calls).toEqual(['discard']);
    expect(held.exchanges).toHaveLength(2);
    expect(task).toMatchObject({ sendPhase: 'something', isReusedConnection: true });
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

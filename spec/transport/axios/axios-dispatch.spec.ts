import { describe, expect, it } from '@jest/globals';
import type { AxiosError, AxiosInstance, CreateAxiosDefaults } from 'axios';
import type { Echo } from '../../../examples/server/endpoints/echo.js';
import type { TransportTask } from '../../../lib/transport/transport.js';
import type { AxiosTransport } from '../../../lib/transport/axios/axios-transport.js';
import { callerTransport, mocking } from '../../support/caller-transport.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { sendMessage } from '../../support/recording-transport-client.js';
import { useServers } from '../../support/server.js';

const [server, other] = useServers(2);
expectNoLeaks(server, other);

/** A first hop that was answered, to follow with a second. */
async function firstHop(
  defaults: CreateAxiosDefaults,
  change: (instance: AxiosInstance) => void = () => undefined,
): Promise<{ transport: AxiosTransport; previousHop: TransportTask }> {
  const { instance, transport } = callerTransport(defaults);
  change(instance);
  const headers = { 'X-Asked': 'yes' };
  const { client, task } = sendMessage(transport, `${server.url}/redirect-to`, { headers });
  await client.response;
  task.discard();
  return { transport, previousHop: task };
}

const SECRETS: CreateAxiosDefaults = {
  headers: { Authorization: 'Bearer hidden', 'X-Api-Key': 'hidden' },
  auth: { username: 'hidden', password: 'hidden' },
  params: { key: 'hidden' },
};

describe('a later hop', () => {
  it.each(['Authorization', 'X-Api-Key'])(
    'does not let %s of the defaults follow to another origin',
    async (name) => {
      const { transport, previousHop } = await firstHop({ headers: { [name]: 'hidden' } });
      await sendMessage(transport, `${other.url}/anything`, { previousHop }).client.completed;
      expect(server.requests[0]?.headers).toHaveProperty(name.toLowerCase(), 'hidden');
      expect(JSON.stringify(other.requests[0])).not.toContain('hidden');
    },
  );

  it('leaves params, auth, baseURL and interceptors of the instance behind', async () => {
    const { transport, previousHop } = await firstHop({ ...SECRETS, baseURL: server.url }, (instance) => {
      instance.interceptors.request.use((config) => {
        config.headers.set('X-Signed', 'hidden');
        return config;
      });
    });
    const { client } = sendMessage(transport, `${other.url}/anything`, { previousHop });
    const text = await client.text();
    expect(text).not.toContain('hidden');
    expect(text).not.toContain('authorization');
    expect(client.head?.url).toBe(`${other.url}/anything`);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-signed': 'hidden' });
  });

  it('keeps what the instance had added while the origin stays the same', async () => {
    const { transport, previousHop } = await firstHop(SECRETS);
    const { client } = sendMessage(transport, `${server.url}/anything`, { previousHop });
    const { headers, args } = await client.json<Echo>();
    expect(headers).toMatchObject({ authorization: 'Basic aGlkZGVuOmhpZGRlbg==', 'x-api-key': 'hidden' });
    expect(headers).not.toHaveProperty('x-asked');
    expect(args).toEqual({});
  });

  it('has lost it for good once the origin was left', async () => {
    const { transport, previousHop } = await firstHop(SECRETS);
    const away = sendMessage(transport, `${other.url}/anything`, { previousHop });
    await away.client.completed;
    const back = sendMessage(transport, `${server.url}/anything`, { previousHop: away.task });
    expect(await back.client.text()).not.toContain('hidden');
  });

  it('sends its own method, headers and body', async () => {
    const { transport, previousHop } = await firstHop({ headers: { 'Content-Type': 'text/x-default' } });
    const { client } = sendMessage(transport, `${server.url}/anything`, {
      previousHop,
      method: 'PUT',
      headers: { 'X-Own': '1' },
      outbound: { kind: 'bytes', bytes: new TextEncoder().encode('_own_').subarray(1, 4) },
    });
    const echo = await client.json<Echo>();
    expect(echo).toMatchObject({ method: 'PUT', data: 'own' });
    expect(echo.headers).toMatchObject({ 'x-own': '1', 'content-length': '3' });
    expect(echo.headers).not.toHaveProperty('content-type');
  });

  it('goes to the adapter that was used, also when it is that of a mock', async () => {
    const { instance, transport } = callerTransport({ headers: { Authorization: 'Bearer hidden' } });
    const mock = mocking(instance);
    mock.onGet('https://a.example/').reply(302, undefined, { Location: 'https://b.example/' });
    mock.onGet('https://b.example/').reply(200, 'landed');
    const { client, task } = sendMessage(transport, 'https://a.example/');
    await client.completed;
    const next = sendMessage(transport, 'https://b.example/', { previousHop: task });
    expect(await next.client.text()).toBe('landed');
    expect(mock.history.map(({ headers }) => headers?.['Authorization'] as unknown)).toEqual([
      'Bearer hidden',
      undefined,
    ]);
  });
});

describe('a first hop', () => {
  it('shows interceptors the URL as the instance knows it', async () => {
    const seen: unknown[] = [];
    const { instance, transport } = callerTransport({ baseURL: `${server.url}/anything` });
    instance.interceptors.request.use((config) => (seen.push(config.url), config));
    await sendMessage(transport, `${server.url}/anything/users?page=2`).client.completed;
    expect(seen).toEqual(['/users?page=2']);
    expect(server.requests[0]?.target).toBe('/anything/users?page=2');
  });

  it('tells the URL that an interceptor has made of it', async () => {
    const { instance, transport } = callerTransport();
    instance.interceptors.request.use((config) => ({
      ...config,
      url: `${server.url}/anything`,
      params: { a: 1 },
    }));
    const { client } = sendMessage(transport, `${server.url}/get`);
    expect((await client.response).url).toBe(`${server.url}/anything?a=1`);
    await client.completed;
  });

  it('sends what an interceptor put in place of the body, as its instance would', async () => {
    const { instance, transport } = callerTransport();
    instance.interceptors.request.use((config) => ({ ...config, data: { replaced: true } }));
    const { client } = sendMessage(transport, `${server.url}/anything`, {
      method: 'POST',
      outbound: { kind: 'text', text: 'given' },
    });
    expect(await client.json<Echo>()).toMatchObject({ json: { replaced: true } });
  });

  it('is sent again by an interceptor that refreshes a token after a 401', async () => {
    const { instance, transport } = callerTransport();
    refreshAfter401(instance);
    const { client } = sendMessage(transport, `${server.url}/bearer/fresh`, {
      headers: { Authorization: 'Bearer stale' },
    });
    expect(await client.json()).toEqual({ authenticated: true, token: 'fresh' });
    expect(client.heard.filter((word) => word !== 'data')).toEqual(['response', 'complete']);
    expect(server.requests).toHaveLength(2);
  });

  it('leaves nothing open of the answer before, when it is sent again', async () => {
    const { instance, transport } = callerTransport();
    instance.interceptors.response.use((response) =>
      response.config.url === `${server.url}/infinite`
        ? instance.request({ ...response.config, url: `${server.url}/get` })
        : response,
    );
    const { client } = sendMessage(transport, `${server.url}/infinite`);
    expect(await client.json<Echo>()).toMatchObject({ method: 'GET' });
    await server.whenDisconnected();
  });

  it('opens a replayable body anew when it is sent again', async () => {
    const { instance, transport } = callerTransport();
    refreshAfter401(instance);
    let opened = 0;
    const { client } = sendMessage(transport, `${server.url}/bearer/fresh`, {
      method: 'POST',
      outbound: {
        kind: 'stream',
        length: 5,
        isReplayable: true,
        open: () => ((opened += 1), pieces('hello')),
      },
    });
    expect((await client.response).statusCode).toBe(200);
    await client.completed;
    expect(server.requests.map(({ headers }) => headers['content-length'])).toEqual(['5', '5']);
    expect(opened).toBe(2);
  });

  it('fails when a body that can be read once would be sent again', async () => {
    const { instance, transport } = callerTransport();
    refreshAfter401(instance);
    const stream = pieces('hello');
    const { client } = sendMessage(transport, `${server.url}/bearer/fresh`, {
      method: 'POST',
      outbound: { kind: 'stream', length: 5, isReplayable: false, open: () => stream },
    });
    expect((await client.failure()).code).toBe('requestBodyStreamFailed');
  });
});

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}

function refreshAfter401(instance: AxiosInstance): void {
  instance.interceptors.response.use(undefined, async (error: AxiosError) => {
    if (error.response?.status !== 401 || error.config === undefined) throw error;
    await Promise.resolve();
    error.config.headers.set('Authorization', 'Bearer fresh');
    return instance.request(error.config);
  });
}

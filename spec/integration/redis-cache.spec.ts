import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Session } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { RedisCacheStore } from 'rxsession/redis';
import { RecordingEventMonitor, StubTransport } from 'rxsession/testing';
import { itKeepsThePromisesOfAStore } from '../support/cache-store-contract.js';
import { RedisServer } from '../support/redis-server.js';

interface Client {
  readonly store: RedisCacheStore;
  close(): void;
}

async function nodeRedis(url: string): Promise<Client> {
  const client = createClient({ url, socket: { reconnectStrategy: 20 } });
  client.on('error', () => undefined);
  await client.connect();
  return {
    store: new RedisCacheStore({ client }),
    close: () => {
      client.destroy();
    },
  };
}

function ioredis(url: string): Promise<Client> {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 1 });
  client.on('error', () => undefined);
  return Promise.resolve({
    store: new RedisCacheStore({ client }),
    close: () => {
      client.disconnect();
    },
  });
}

describe.each<[string, (url: string) => Promise<Client>]>([
  ['redis 5', nodeRedis],
  ['ioredis 5', ioredis],
])('RedisCacheStore over %s', (_, connect) => {
  let redis: RedisServer;
  let clients: Client[];
  let sessions: Session[];
  let count: number;
  let probes = 0;

  beforeAll(async () => {
    redis = await RedisServer.start('--maxmemory', '8mb', '--maxmemory-policy', 'allkeys-lru');
  });
  afterAll(() => redis.stop());

  beforeEach(async () => {
    clients = [];
    sessions = [];
    count = 0;
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.flushAll();
    client.destroy();
  });

  afterEach(() => {
    redis.proceed();
    for (const session of sessions) session[Symbol.dispose]();
    for (const client of clients) client.close();
  });

  async function open(): Promise<RedisCacheStore> {
    const client = await connect(redis.url);
    clients.push(client);
    return client.store;
  }

  /** A machine with a session and a client of its own. */
  async function machine(): Promise<{
    get(path?: string): Promise<string>;
    put(): Promise<void>;
    failures(): number;
  }> {
    const urlCache = new URLCache({ store: await open(), mode: 'shared' });
    const fresh = { 'Cache-Control': 'max-age=60', Vary: 'Accept' };
    const transport = new StubTransport(({ urlRequest }) => {
      const isProbe = urlRequest.url.endsWith('/probe');
      return { headers: fresh, body: isProbe ? `probe ${(probes += 1)}` : `answer ${(count += 1)}` };
    });
    const recording = new RecordingEventMonitor();
    const session = new Session({ transport, configuration: { urlCache }, eventMonitors: [recording] });
    sessions.push(session);
    const send = (method: string, path = '/a'): Promise<string> =>
      session.request(`https://example.com${path}`, { method }).serializingString().value;
    return {
      get: (path) => send('GET', path),
      put: async () => {
        await send('PUT');
      },
      failures: () => recording.events.filter(({ type }) => type === 'taskDidFailToUseCache').length,
    };
  }

  describe('as a store', () => {
    let store: RedisCacheStore;
    beforeEach(async () => {
      store = await open();
    });
    itKeepsThePromisesOfAStore(() => store);
  });

  it('answers one machine with what another has fetched', async () => {
    const [one, two] = [await machine(), await machine()];
    await one.get();
    await stored(one);
    expect([await two.get(), await one.get()]).toEqual(['answer 1', 'answer 1']);
    expect(count).toBe(1);
  });

  it('serves nothing stale on any machine once an invalidation was answered', async () => {
    const machines = await Promise.all([1, 2, 3, 4].map(() => machine()));
    for (let round = 0; round < 25; round += 1) {
      await Promise.all(machines.map(({ get }) => get()));
      await machines[round % 4]?.put();
      const written = count;
      const answers = await Promise.all(machines.map(({ get }) => get()));
      expect(answers.every((answer) => Number(answer.slice(7)) > written)).toBe(true);
    }
  });

  it('is a miss and an event while Redis hangs, and serves again afterwards', async () => {
    const one = await machine();
    await one.get();
    await stored(one);
    redis.hang();
    expect(await one.get()).toBe('answer 2');
    expect(one.failures()).toBeGreaterThan(0);
    redis.proceed();
    await stored(one);
    expect(['answer 1', 'answer 2']).toContain(await one.get());
  });

  it('is a miss after Redis has started anew, empty', async () => {
    const one = await machine();
    await one.get();
    await stored(one);
    await redis.stop();
    expect(await one.get()).toBe('answer 2');
    await redis.restart();
    await answering(open);
    expect(await one.get()).toMatch(/^answer/);
    await stored(one);
    const last = await one.get();
    expect(await one.get()).toBe(last);
  });

  it('serves no wrong body when Redis evicts', async () => {
    const body = (path: string): string => path.repeat(40_000);
    const one = await machine();
    const urlCache = new URLCache({ store: await open(), memoryCapacity: 0 });
    const transport = new StubTransport(({ urlRequest }) => ({
      headers: { 'Cache-Control': 'max-age=60' },
      body: body(new URL(urlRequest.url).pathname),
    }));
    const session = new Session({ transport, configuration: { urlCache } });
    sessions.push(session);
    for (let index = 0; index < 200; index += 1) {
      const path = `/${index % 70}`;
      const text = await session.request(`https://example.com${path}`).serializingString().value;
      expect(text === body(path)).toBe(true);
    }
    expect(one.failures()).toBe(0);
  });
});

/** Waits until a machine finds what it has stored: the store works beside the requests. */
async function stored(machine: { get(path: string): Promise<string> }): Promise<void> {
  let last = await machine.get('/probe');
  for (;;) {
    const next = await machine.get('/probe');
    if (next === last) return;
    last = next;
  }
}

async function answering(open: () => Promise<RedisCacheStore>): Promise<void> {
  await (await open()).get('https://example.com/a');
}

import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { forkBundle, type ForkedBundle } from '../support/forked-bundle.js';
import { RedisServer } from '../support/redis-server.js';
import { useServer } from '../support/server.js';

const server = useServer();
const main = new URL('../../examples/gateway/cached-main.ts', import.meta.url);

describe('two gateways in processes of their own, with one Redis', () => {
  let redis: RedisServer;
  let gateways: { bundle: ForkedBundle; url: string }[] = [];
  let path: string;
  let count = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
    gateways = await Promise.all(
      [1, 2].map(async () => {
        const bundle = forkBundle(main, [redis.url, server.url]);
        const [url] = (await once(bundle.process, 'message')) as [string];
        return { bundle, url };
      }),
    );
  }, 60_000);

  afterAll(async () => {
    for (const { bundle } of gateways) {
      const closed = once(bundle.process, 'close');
      bundle[Symbol.dispose]();
      await closed;
    }
    await redis.stop();
  });

  beforeEach(() => {
    path = `/response-headers?Cache-Control=max-age%3D600&n=${(count += 1)}`;
  });

  const ask = (index: number, init: RequestInit = {}): Promise<Response> =>
    fetch(`${gateways[index]?.url ?? ''}${path}`, init);
  const asked = (): number => server.requestsTo('/response-headers').length;

  /** Until the other gateway finds it: a gateway stores beside its answers. */
  async function shared(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await ask(1)).headers.get('cache-status')?.includes('hit') === true) return;
    }
    throw new Error('The gateways do not share what they have fetched.');
  }

  it('answer with what the other has fetched', async () => {
    await ask(0);
    await shared();
    const before = asked();
    const answer = await ask(1);
    expect(answer.headers.get('cache-status')).toMatch(/^rxsession; hit; ttl=\d+$/);
    expect(asked()).toBe(before);
  });

  it('forget what the other has changed, as soon as the change is answered', async () => {
    for (let round = 0; round < 50; round += 1) {
      await ask(0);
      await shared();
      await ask(round % 2, { method: 'PUT' });
      const before = asked();
      await ask((round + 1) % 2);
      expect(asked()).toBe(before + 1);
    }
  });

  it('do not share answers to credentials that are for one user', async () => {
    await ask(0, { headers: { Cookie: 'user=ann' } });
    await ask(0, { headers: { Cookie: 'user=ann' } });
    const before = asked();
    await ask(1, { headers: { Cookie: 'user=bob' } });
    expect(asked()).toBe(before + 1);
  });
});

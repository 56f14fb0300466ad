import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CachePolicy, Session } from 'rxsession';
import { URLRequest } from 'rxsession';
import { URLCache } from 'rxsession/node';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

const VALUES = ['public', 'private', 'max-age=3600', 'max-age=0', 'no-cache', 'no-store'];

describe('a session with a URLCache', () => {
  let urlCache: URLCache;
  let session: Session;
  let primed: Map<string, string | undefined>;

  const requestTo = (value: string, cachePolicy?: CachePolicy): URLRequest =>
    new URLRequest(`${server.url}/cache?Cache-Control=${encodeURIComponent(value)}`, { cachePolicy });

  async function dateOf(value: string, cachePolicy?: CachePolicy): Promise<string | undefined> {
    const { response } = await session.request(requestTo(value, cachePolicy)).serializingData().response;
    return response?.headers.get('date');
  }

  /** The values whose response is the one that was stored. */
  async function servedFromCache(policy: CachePolicy): Promise<string[]> {
    const served: string[] = [];
    for (const value of VALUES) {
      if ((await dateOf(value, policy)) === primed.get(value)) served.push(value);
    }
    return served;
  }

  beforeEach(async () => {
    urlCache = new URLCache();
    session = sessions.make({ configuration: { urlCache } });
    primed = new Map();
    for (const value of VALUES) primed.set(value, await dateOf(value));
  });

  it('stores every response but one with no-store', async () => {
    const stored = await Promise.all(VALUES.map((value) => urlCache.cachedResponse(requestTo(value))));
    expect(VALUES.filter((_, index) => stored[index] !== undefined)).toEqual(VALUES.slice(0, -1));
  });

  it.each<[CachePolicy, string[]]>([
    ['useProtocolCachePolicy', ['max-age=3600']],
    ['reloadIgnoringLocalCacheData', []],
    ['reloadRevalidatingCacheData', []],
    ['returnCacheDataElseLoad', VALUES.slice(0, -1)],
    ['returnCacheDataDontLoad', VALUES.slice(0, -1)],
  ])('answers with %s from the cache: %j', async (policy, values) => {
    expect(await servedFromCache(policy)).toEqual(values);
  });

  it('fails as resourceUnavailable, and sends nothing, where only the cache may answer and has nothing', async () => {
    const before = server.requestsTo('/cache').length;
    const request = requestTo('no-store', 'returnCacheDataDontLoad');
    const { error } = await session.request(request).serializingData().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'resourceUnavailable' });
    expect(server.requestsTo('/cache')).toHaveLength(before);
  });

  it.each<[CachePolicy, string | undefined]>([
    ['useProtocolCachePolicy', undefined],
    ['reloadIgnoringLocalCacheData', 'no-cache'],
    ['reloadRevalidatingCacheData', 'max-age=0'],
  ])('asks the origin with %s and the directive %s', async (policy, directive) => {
    await dateOf('public', policy);
    expect(server.requestsTo('/cache').at(-1)?.headers['cache-control']).toBe(directive);
  });

  it('uses the policy of its configuration where a request has none', async () => {
    const offline = sessions.make({
      configuration: { urlCache, requestCachePolicy: 'returnCacheDataDontLoad' },
    });
    const own = offline.request(requestTo('public'));
    const overridden = offline.request(requestTo('no-store', 'useProtocolCachePolicy'));
    expect((await own.serializingData().response).response?.headers.get('date')).toBe(primed.get('public'));
    expect((await overridden.serializingData().response).response?.statusCode).toBe(200);
  });
});

describe('a session without a cache', () => {
  it('sends nothing where only a cache may answer', async () => {
    const request = sessions.make().request(`${server.url}/get`, { cachePolicy: 'returnCacheDataDontLoad' });
    expect(await request.serializingData().response).toMatchObject({
      error: { kind: 'sessionTaskFailed', code: 'resourceUnavailable' },
    });
    expect(server.requestsTo('/get')).toEqual([]);
  });

  it.each<[CachePolicy, string | undefined]>([
    ['reloadIgnoringLocalCacheData', 'no-cache'],
    ['reloadRevalidatingCacheData', 'max-age=0'],
    ['returnCacheDataElseLoad', undefined],
  ])('tells the caches on the way of %s with the directive %s', async (cachePolicy, directive) => {
    await sessions.make().request(`${server.url}/get`, { cachePolicy }).serializingData().response;
    expect(server.requestsTo('/get')[0]?.headers['cache-control']).toBe(directive);
  });
});

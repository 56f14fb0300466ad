import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, NEVER, of, throwError, toArray } from 'rxjs';
import {
  type CachedResponseHandler,
  CachedURLResponse,
  HTTPURLResponse,
  ResponseCacher,
  URLRequest,
} from 'rxsession';
import { URLCache } from 'rxsession/node';
import { RecordingEventMonitor } from 'rxsession/testing';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

interface Run {
  readonly session?: CachedResponseHandler | undefined;
  readonly request?: CachedResponseHandler | undefined;
}

/** What one request leaves in the cache, and what monitors hear of it. */
async function leftBy({ session: cachedResponseHandler, request: own }: Run): Promise<{
  cached: CachedURLResponse | undefined;
  statusCode: number | undefined;
  told: string[];
  asked: number;
}> {
  const urlCache = new URLCache();
  const recording = new RecordingEventMonitor();
  const configuration = { urlCache };
  const session = sessions.make({ configuration, cachedResponseHandler, eventMonitors: [recording] });
  const urlRequest = new URLRequest(`${server.url}/get`);
  const request = session.request(urlRequest);
  if (own !== undefined) request.cacheResponse(own);
  const { response } = await request.serializingData().response;
  const cached = await urlCache.cachedResponse(urlRequest);
  const told = recording.events.map(({ type }) => type).filter((type) => type.includes('Cache'));
  return { cached, statusCode: response?.statusCode, told, asked: told.length };
}

describe('a CachedResponseHandler', () => {
  it.each<[string, Run, boolean]>([
    ['nobody', {}, true],
    ['the cacher of the request', { request: ResponseCacher.cache }, true],
    ['the cacher of the session', { session: ResponseCacher.cache }, true],
    ['the doNotCache of the request', { request: ResponseCacher.doNotCache }, false],
    ['the doNotCache of the session', { session: ResponseCacher.doNotCache }, false],
    [
      'the request, before the session',
      { request: ResponseCacher.doNotCache, session: ResponseCacher.cache },
      false,
    ],
    ['an Observable', { request: ResponseCacher.modify((_, cached) => of(cached)) }, true],
    ['a promise of nothing', { request: ResponseCacher.modify(() => Promise.resolve(null)) }, false],
  ])('lets %s decide what is stored', async (_, run, isStored) => {
    const { cached, statusCode, told } = await leftBy(run);
    expect(statusCode).toBe(200);
    expect(cached !== undefined).toBe(isStored);
    expect(told).toEqual(['taskWillCacheResponse']);
  });

  it('changes what is stored', async () => {
    const modify = ResponseCacher.modify((_, cached) => cached.with({ userInfo: { key: 'value' } }));
    const { cached } = await leftBy({ session: modify });
    expect(cached?.userInfo).toEqual({ key: 'value' });
  });

  it('is given the task, and the response with its whole body', async () => {
    const seen: unknown[] = [];
    const handler: CachedResponseHandler = {
      dataTask: (task, { response, data, storagePolicy }) => {
        seen.push(task.id, response.statusCode, JSON.parse(new TextDecoder().decode(data)), storagePolicy);
        return undefined;
      },
    };
    await leftBy({ request: handler });
    expect(seen).toEqual([1, 200, expect.objectContaining({ method: 'GET' }), 'allowed']);
  });

  it.each<[string, CachedResponseHandler['dataTask']]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['errors', () => throwError(() => new Error('no'))],
    ['answers with something else', () => 'text' as unknown as CachedURLResponse],
    [
      'answers with the response of another URL',
      (_, cached) =>
        cached.with({
          response: new HTTPURLResponse({
            url: 'https://example.com/',
            statusCode: 200,
            headers: cached.response.headers,
          }),
        }),
    ],
  ])('that %s stores nothing, fails nothing, and is told to monitors', async (_, dataTask) => {
    const { cached, statusCode, told } = await leftBy({ request: { dataTask } });
    expect(cached).toBeUndefined();
    expect(statusCode).toBe(200);
    expect(told).toEqual(['taskWillCacheResponse', 'taskDidFailToUseCache']);
  });

  it('that never answers holds nobody up', async () => {
    expect(await leftBy({ request: { dataTask: () => NEVER } })).toMatchObject({
      cached: undefined,
      statusCode: 200,
    });
  });

  it('is asked once about the response of a stream, whose values come all the same', async () => {
    const urlCache = new URLCache();
    const session = sessions.make({ configuration: { urlCache } });
    const proposed: CachedURLResponse[] = [];
    const request = session.streamRequest(`${server.url}/stream/1`).cacheResponse(
      ResponseCacher.modify((_, cached) => {
        proposed.push(cached);
        return null;
      }),
    );
    const lines = await lastValueFrom(request.responseStreamLines().pipe(toArray()));
    expect(lines).toHaveLength(1);
    expect(request.httpResponse?.statusCode).toBe(200);
    expect(proposed).toHaveLength(1);
    expect(await urlCache.cachedResponse(new URLRequest(`${server.url}/stream/1`))).toBeUndefined();
  });

  it('is not asked without a cache', async () => {
    let asked = 0;
    const request = sessions.make().request(`${server.url}/get`);
    request.cacheResponse(ResponseCacher.modify((_, cached) => ((asked += 1), cached)));
    await request.serializingData().response;
    expect(asked).toBe(0);
  });
});

describe('the handlers of ResponseCacher', () => {
  const cached = new CachedURLResponse({
    response: new HTTPURLResponse({ url: 'https://example.com/', statusCode: 200, headers: HTTPHeadersOf() }),
    data: new Uint8Array([1]),
  });
  const task = {} as Parameters<CachedResponseHandler['dataTask']>[0];

  it('are there for storing, for not storing, and for changing', () => {
    const handlers: CachedResponseHandler[] = [
      ResponseCacher.cache,
      ResponseCacher.doNotCache,
      ResponseCacher.modify((given, proposed) => (given === task ? proposed : null)),
    ];
    expect(handlers.map((handler) => handler.dataTask(task, cached))).toEqual([cached, undefined, cached]);
  });
});

function HTTPHeadersOf(): HTTPURLResponse['headers'] {
  return new URLRequest('https://example.com/').headers;
}

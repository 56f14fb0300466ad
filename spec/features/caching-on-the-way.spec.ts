import { readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { lastValueFrom, toArray } from 'rxjs';
import type { Session } from 'rxsession';
import { CookieJar, URLCache } from 'rxsession/node';
import { CachedOrigin } from '../support/cached-origin.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
/** Keeps no connection: the leak check counts them. */
const httpAgent = new Agent({ keepAlive: false });
const FRESH = { 'Cache-Control': 'max-age=60' };

const cacheable = (more = ''): string => `${server.url}/response-headers?Cache-Control=max-age%3D60${more}`;

describe('redirects', () => {
  it('are cached hop by hop', () => {
    const origin = new CachedOrigin();
    origin.reply = (path) =>
      path === '/b'
        ? { headers: FRESH, body: 'b' }
        : { statusCode: 301, headers: { ...FRESH, Location: '/b' }, body: 'moved' };
    origin.send('/a');
    expect(origin.send('/a')).toMatchObject({ status: 200, text: 'b', source: 'localCache' });
    expect(origin.sent).toEqual(['GET /a', 'GET /b']);
  });

  it('are followed with the network where only the target is stale', () => {
    const origin = new CachedOrigin();
    origin.reply = (path) =>
      path === '/b' ? { body: 'b' } : { statusCode: 302, headers: { ...FRESH, Location: '/b' } };
    origin.send('/a');
    expect(origin.send('/a')).toMatchObject({ text: 'b', source: 'networkLoad' });
    expect(origin.sent).toEqual(['GET /a', 'GET /b', 'GET /b']);
  });

  it('to another origin are asked for again where an axios instance adds to first messages', async () => {
    const instance = axios.create({ headers: { Authorization: 'secret' }, httpAgent });
    const session = sessions.make({ session: instance, configuration: { urlCache: new URLCache() } });
    const target = encodeURIComponent(server.url.replace('127.0.0.1', 'localhost'));
    const url = `${server.url}/redirect-to?url=${target}%2Fheaders&status_code=301`;
    for (const _ of [1, 2]) await session.request(url).serializingData().response;
    expect(server.requestsTo('/headers').map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('cookies', () => {
  it('are set by the network alone, not by a stored response', () => {
    const cookieStorage = new CookieJar();
    const origin = new CachedOrigin({}, { cookieStorage });
    origin.reply = () => ({ headers: { ...FRESH, 'Set-Cookie': 'a=1; Path=/other' } });
    origin.send('/a');
    void cookieStorage.removeAllCookies();
    expect(origin.send('/a').source).toBe('localCache');
    expect(cookieStorage.cookieString('https://example.com/other')).toBe('');
  });

  it('tell users apart', () => {
    const cookieStorage = new CookieJar();
    const origin = new CachedOrigin({}, { cookieStorage });
    origin.reply = (_, headers) => ({ headers: FRESH, body: headers.get('cookie') ?? 'none' });
    expect(origin.send('/a').text).toBe('none');
    void cookieStorage.setCookies(['user=ann; Path=/'], 'https://example.com/');
    expect(origin.send('/a').text).toBe('user=ann');
  });
});

describe.each<[string, () => Session]>([
  ['its own wire', () => sessions.make({ configuration: { urlCache: new URLCache() } })],
  [
    'a caller\u2019s axios',
    () =>
      sessions.make({ session: axios.create({ httpAgent }), configuration: { urlCache: new URLCache() } }),
  ],
])('a cache over %s', (_, make) => {
  it('takes no connection for a hit', async () => {
    const session = make();
    const first = await session.request(cacheable()).serializingData().response;
    const second = await session.request(cacheable()).serializingData().response;
    expect(second.data).toEqual(first.data);
    expect(second.metrics?.transactions[0]).toMatchObject({
      resourceFetchType: 'localCache',
      connectStart: undefined,
    });
    expect(server.requestsTo('/response-headers')).toHaveLength(1);
  });

  it('answers a download with a file', async () => {
    const session = make();
    const { data } = await session.request(cacheable()).serializingData().response;
    const { fileURL } = await lastValueFrom(session.download(cacheable()).responseURL());
    expect(await readFile(fileURL ?? '')).toEqual(Buffer.from(data ?? []));
    await rm(fileURL ?? '');
    expect(server.requestsTo('/response-headers')).toHaveLength(1);
  });

  it('answers a stream, and stores what one has brought', async () => {
    const session = make();
    const lines = (): Promise<string[]> =>
      lastValueFrom(session.streamRequest(cacheable()).responseStreamString().pipe(toArray()));
    expect((await lines()).join('')).toBe((await lines()).join(''));
    expect(server.requestsTo('/response-headers')).toHaveLength(1);
  });

  it('forgets what an upload has changed', async () => {
    const session = make();
    await session.request(cacheable()).serializingData().response;
    await session.upload('new', cacheable(), { method: 'PUT' }).serializingData().response;
    await session.request(cacheable()).serializingData().response;
    expect(server.requestsTo('/response-headers')).toHaveLength(3);
  });

  it('decodes a stored body once', async () => {
    const session = make();
    const url = `${server.url}/gzip`;
    const cachePolicy = 'returnCacheDataElseLoad';
    const [first, second] = [
      await session.request(url).serializingString().value,
      await session.request(url, { cachePolicy }).serializingString().value,
    ];
    expect(second).toBe(first);
    expect(server.requestsTo('/gzip')).toHaveLength(1);
  });
});

describe('a caller\u2019s axios that adds credentials by itself', () => {
  it('gets nothing stored that they may have changed', async () => {
    const instance = axios.create({ httpAgent });
    let user = 'ann';
    instance.interceptors.request.use((config) => (config.headers.set('Authorization', user), config));
    const session = sessions.make({ session: instance, configuration: { urlCache: new URLCache() } });
    await session.request(cacheable()).serializingData().response;
    user = 'bob';
    await session.request(cacheable()).serializingData().response;
    expect(server.requestsTo('/response-headers').map(({ headers }) => headers['authorization'])).toEqual([
      'ann',
      'bob',
    ]);
  });
});

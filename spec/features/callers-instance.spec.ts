import { describe, expect, it } from '@jest/globals';
import axios, { type AxiosInstance, type CreateAxiosDefaults, isAxiosError } from 'axios';
import http from 'node:http';
import { firstValueFrom } from 'rxjs';
import {
  HTTPHeaders,
  JSONParameterEncoder,
  RetryPolicy,
  type Session,
  type SessionOptions,
  type UploadContent,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { mocking } from '../support/caller-transport.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [server, other] = useServers(2);
const sessions = useSessions(server, other);

/** A session over an instance such as a caller makes it; its connections are closed after each response. */
function over(
  defaults: CreateAxiosDefaults = {},
  options: SessionOptions = {},
): { instance: AxiosInstance; session: Session } {
  const instance = axios.create({ httpAgent: new http.Agent({ keepAlive: false }), ...defaults });
  return { instance, session: sessions.make({ ...options, session: instance }) };
}

/** From the first server to the second. */
const abroad = (): string => `${server.url}/redirect-to?url=${encodeURIComponent(`${other.url}/get`)}`;

describe("a session over a caller's instance", () => {
  it('is over that very instance', () => {
    const { instance, session } = over();
    expect(session.session).toBe(instance);
  });

  it('joins relative URLs to its baseURL', async () => {
    const { session } = over({ baseURL: `${server.url}/anything` });
    const { value, request } = await session.request('/users').serializingJSON<Echo>().response;
    expect(value?.url).toBe(`${server.url}/anything/users`);
    expect(request?.url).toBe(`${server.url}/anything/users`);
    expect((await firstValueFrom(session.get<Echo>('teams'))).url).toBe(`${server.url}/anything/teams`);
  });

  it('cannot load a relative URL without a baseURL', async () => {
    const { error } = await over().session.request('/users').serializingData().response;
    expect(error).toMatchObject({ kind: 'invalidURL', url: '/users' });
  });

  it('sends its params, auth and headers, below those of the session and the request', async () => {
    const { session } = over(
      {
        params: { page: 2 },
        auth: { username: 'ann', password: 'x' },
        headers: { 'X-A': 'a', 'X-B': 'a', 'X-C': 'a' },
      },
      { configuration: { headers: new HTTPHeaders({ 'X-B': 'session', 'X-C': 'session' }) } },
    );
    const echo = await session
      .request(`${server.url}/get`, { headers: { 'X-C': 'own' } })
      .serializingJSON<Echo>().value;
    expect(echo.args).toEqual({ page: '2' });
    expect(echo.headers).toMatchObject({ authorization: `Basic ${btoa('ann:x')}` });
    expect(echo.headers).toMatchObject({ 'x-a': 'a', 'x-b': 'session', 'x-c': 'own' });
  });

  it('runs its interceptors, and sees what they make of the response', async () => {
    const { instance, session } = over();
    instance.interceptors.request.use((config) => {
      config.headers.set('X-Intercepted', 'yes');
      return config;
    });
    instance.interceptors.response.use((response) => ({ ...response, status: 299 }));
    const { value, response } = await session.request(`${server.url}/get`).serializingJSON<Echo>().response;
    expect([value?.headers['x-intercepted'], response?.statusCode]).toEqual(['yes', 299]);
  });

  it('says so when an interceptor gives the data alone', async () => {
    const { instance, session } = over();
    instance.interceptors.response.use((response) => response.data as never);
    const { error } = await session.request(`${server.url}/get`).serializingJSON().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'badServerResponse' });
    expect(error?.message).toContain('interceptor');
  });

  it('fails with a typed error when an interceptor throws', async () => {
    const { instance, session } = over();
    const OOPS = new Error('oops');
    instance.interceptors.request.use(() => {
      throw OOPS;
    });
    const { error } = await session.request(`${server.url}/get`).serializingJSON().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', cause: OOPS });
  });

  it('lets an interceptor refresh a token and send the request again', async () => {
    const { instance, session } = over();
    instance.interceptors.response.use(undefined, async (error: unknown) => {
      if (!isAxiosError(error) || error.response?.status !== 401 || error.config === undefined) throw error;
      error.config.headers.set('Authorization', 'Bearer fresh');
      return instance.request(error.config);
    });
    const headers = { Authorization: 'Bearer stale' };
    const request = session.request(`${server.url}/bearer/fresh`, { headers }).validate();
    expect(await request.serializingJSON().value).toMatchObject({ token: 'fresh' });
    expect([request.retryCount, server.requests.length]).toEqual([0, 2]);
  });

  it('lets an interceptor send the body of an upload again', async () => {
    const { instance, session } = over();
    let isFirst = true;
    instance.interceptors.response.use(async (response) => {
      if (!isFirst) return response;
      isFirst = false;
      return instance.request(response.config);
    });
    const value = session
      .upload(new TextEncoder().encode('hello'), `${server.url}/post`)
      .serializingJSON<Echo>().value;
    expect((await value).data).toBe('hello');
    expect(server.requests).toHaveLength(2);
  });
});

describe("what a caller's instance thinks of a response", () => {
  it.each([
    ['the usual', undefined],
    ['one that refuses all', () => false],
    ['one that accepts all', null],
  ])('is of no matter with %s validateStatus', async (_what, validateStatus) => {
    const { session } = over(validateStatus === undefined ? {} : { validateStatus });
    const plain = await session.request(`${server.url}/status/418`).serializingString().response;
    expect([plain.response?.statusCode, plain.error?.kind]).toEqual([418, 'responseSerializationFailed']);
    const validated = await session.request(`${server.url}/status/418`).validate().serializingString()
      .response;
    expect(validated.error).toMatchObject({ kind: 'responseValidationFailed', responseCode: 418 });
  });

  it('does not keep a RetryPolicy from reading its status', async () => {
    const { session } = over({}, { interceptor: new RetryPolicy({ exponentialBackoffScale: 0 }) });
    const value = session.get(`${server.url}/flaky/service?failures=2`);
    expect(await firstValueFrom(value)).toEqual({ attempt: 3 });
  });
});

describe("time limits over a caller's instance", () => {
  it('are those of the session alone', async () => {
    const { session } = over({ timeout: 1 });
    const latch = server.hold('/get');
    const { value } = session.request(`${server.url}/get`).serializingJSON<Echo>();
    const arrived = value.then((echo) => echo.method);
    await latch.reached();
    await new Promise((resolve) => setTimeout(resolve, 5));
    latch.release();
    expect(await arrived).toBe('GET');
  });

  it('end what takes longer, and close its connection', async () => {
    const { session } = over({}, { configuration: { timeoutIntervalForRequest: 20 } });
    const { error } = await session.request(`${server.url}/never`).serializingData().response;
    expect(error?.code).toBe('timedOut');
    const seen = server.requestsTo('/never')[0];
    if (seen !== undefined) expect(await seen.outcome).toBe('closed');
  });
});

describe("redirects over a caller's instance", () => {
  it('are followed by the session, with what the instance had added', async () => {
    const { session, instance } = over({ maxRedirects: 0, headers: { Authorization: 'Bearer token' } });
    let calls = 0;
    instance.interceptors.request.use((config) => ((calls += 1), config));
    const request = session.request(`${server.url}/redirect/2`);
    const { value, response, metrics } = await request.serializingJSON<Echo>().response;
    expect(response?.url).toBe(`${server.url}/get`);
    expect(value?.headers['authorization']).toBe('Bearer token');
    expect([metrics?.redirectCount, calls]).toEqual([2, 1]);
  });

  it.each<[string, CreateAxiosDefaults]>([
    ['a token in its headers', { headers: { Authorization: 'Bearer token' } }],
    ['a token in its common headers', { headers: { common: { Authorization: 'Bearer token' } } }],
    ['its auth', { auth: { username: 'ann', password: 'secret' } }],
  ])('do not take %s to another origin', async (_what, defaults) => {
    const { session } = over(defaults);
    const { headers } = await session.request(abroad()).serializingJSON<Echo>().value;
    expect(headers).not.toHaveProperty('authorization');
    expect(server.requests[0]?.headers.authorization).toBeDefined();
  });

  it('do not take what an interceptor has added to another origin, nor home again', async () => {
    const { instance, session } = over();
    instance.interceptors.request.use((config) => {
      config.headers.set('Authorization', 'Bearer token');
      return config;
    });
    const home = `${other.url}/redirect-to?url=${encodeURIComponent(`${server.url}/headers`)}`;
    const url = `${server.url}/redirect-to?url=${encodeURIComponent(home)}`;
    await session.request(url).serializingData().value;
    const tokens = [...server.requests, ...other.requests].map(({ headers }) => headers.authorization);
    expect(tokens).toEqual(['Bearer token', undefined, undefined]);
  });

  it.each<[string, () => UploadContent]>([
    ['bytes', () => new TextEncoder().encode('hello')],
    ['a Blob', () => new Blob(['hello'])],
    ['text', () => 'hello'],
  ])('send %s again where they have to', async (_what, content) => {
    const to = `${server.url}/redirect-to?statusCode=307&url=/post`;
    const upload = over().session.upload(content(), to);
    expect(await upload.serializingJSON<Echo>().value).toMatchObject({ method: 'POST', data: 'hello' });
  });

  it('send its params once', async () => {
    const { session } = over({ params: { page: 2 } });
    await session.request(`${server.url}/redirect/1`).serializingData().value;
    expect(server.requests.map(({ target }) => target)).toEqual(['/redirect/1?page=2', '/get']);
  });
});

describe("a mock in a caller's instance", () => {
  it('answers with an object, which is read as JSON', async () => {
    const { instance, session } = over({ baseURL: 'https://api.example.com' });
    mocking(instance).onGet('/users/17').reply(200, { name: 'Ada' }, { 'Content-Type': 'application/json' });
    const { value, response } = await session.request('/users/17').validate().serializingJSON().response;
    expect(value).toEqual({ name: 'Ada' });
    expect(response?.url).toBe('https://api.example.com/users/17');
  });

  it('matches a JSON body', async () => {
    const { instance, session } = over();
    mocking(instance).onPost('https://api.example.com/users', { name: 'Ada' }).reply(201, 'made');
    const request = session.request('https://api.example.com/users', {
      method: 'POST',
      parameters: { name: 'Ada' },
      encoder: JSONParameterEncoder.default,
    });
    expect(await request.serializingString().value).toBe('made');
  });

  it.each<[string, (mock: ReturnType<ReturnType<typeof mocking>['onGet']>) => unknown, string]>([
    ['a timeout', (mock) => mock.timeout(), 'timedOut'],
    ['a lost connection', (mock) => mock.abortRequest(), 'networkConnectionLost'],
    ['an error of the network', (mock) => mock.networkError(), 'cannotConnectToHost'],
  ])('fails with %s', async (_what, fail, code) => {
    const { instance, session } = over();
    fail(mocking(instance).onGet('https://api.example.com/'));
    const { error } = await session.request('https://api.example.com/').serializingData().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code });
  });

  it('redirects, and fails first, as a server does', async () => {
    const { instance, session } = over({}, { interceptor: new RetryPolicy({ exponentialBackoffScale: 0 }) });
    const mock = mocking(instance);
    mock
      .onGet('https://api.example.com/old')
      .replyOnce(503)
      .onGet('https://api.example.com/old')
      .reply(302, '', { location: '/new' });
    mock.onGet('https://api.example.com/new').reply(200, '"moved"', { 'Content-Type': 'application/json' });
    const request = session.request('https://api.example.com/old').validate();
    expect(await request.serializingJSON().value).toBe('moved');
    expect([request.retryCount, request.metrics?.redirectCount]).toEqual([1, 1]);
  });
});

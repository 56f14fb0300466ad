import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, of, Subject, throwError } from 'rxjs';
import { AuthenticatedRequests } from '../support/authenticated-requests.js';
import { testCredential, type TestCredential } from '../support/counting-authenticator.js';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

type Init = ConstructorParameters<typeof AuthenticatedRequests>[3];

const authenticated = (credential: TestCredential | undefined, init?: Init): AuthenticatedRequests =>
  new AuthenticatedRequests(sessions.make(), server.url, credential, init);

const valid = testCredential();
const stale = testCredential(0, true);
const refreshError = new Error('The refresh token has expired.');
const failing: Init = { refresh: () => throwError(() => refreshError) };
const statuses: [string][] = [200, 201, 202, 203, 204, 205].map((code) => [`/status/${String(code)}`]);

/** How a request ends that was never given a credential. */
const unsent = (cause: unknown): unknown => ({
  authorization: undefined,
  retryCount: 0,
  failure: ['requestAdaptationFailed', cause, undefined],
});

describe('a credential', () => {
  it('that is good is applied once, and nothing else asked of the authenticator', async () => {
    const requests = authenticated(valid);
    expect(await requests.ask('/get')).toEqual({ authorization: 'a0', retryCount: 0 });
    expect(server.requestsTo('/get')[0]?.headers.authorization).toBe('a0');
    expect(requests.counts).toEqual([1, 0, 0, 0]);
  });

  it('that is missing fails the request before it is sent', async () => {
    const requests = authenticated(undefined);
    expect(await requests.ask('/get')).toEqual(unsent('missingCredential'));
    expect([requests.counts, server.requests.length]).toEqual([[0, 0, 0, 0], 0]);
  });

  it('that is taken away fails the next request', async () => {
    const requests = authenticated(valid);
    requests.interceptor.credential = undefined;
    expect(await requests.ask('/status/200')).toEqual(unsent('missingCredential'));
    expect(requests.counts).toEqual([0, 0, 0, 0]);
  });

  it('leaves no header on a request that fails without it', async () => {
    const { interceptor } = authenticated(undefined);
    const request = sessions.make({ interceptor }).request(`${server.url}/get`);
    const { request: urlRequest } = await firstValueFrom(request.response());
    expect([...(urlRequest?.headers ?? ['none'])]).toEqual([]);
  });
});

describe('a credential that requires a refresh', () => {
  it('is refreshed once for all requests, which wait for it', async () => {
    const refreshed = new Subject<TestCredential>();
    const requests = authenticated(stale, { refresh: () => refreshed });
    const endings = requests.askAll(...statuses);
    await turns();
    expect(server.requests).toHaveLength(0);
    refreshed.next(testCredential(1));
    expect(await endings).toEqual(Array(6).fill({ authorization: 'a1', retryCount: 0 }));
    expect(requests.counts).toEqual([6, 1, 0, 0]);
  });

  it('fails the request with what the refresh fails with', async () => {
    const requests = authenticated(stale, failing);
    expect(await requests.ask('/get')).toEqual(unsent(refreshError));
    expect([requests.counts, server.requests.length]).toEqual([[0, 1, 0, 0], 0]);
  });

  it('is refreshed anew for a request that comes after a failure', async () => {
    const requests = authenticated(stale, failing);
    expect(await requests.ask('/status/200')).toEqual(unsent(refreshError));
    expect(await requests.ask('/status/200')).toEqual(unsent(refreshError));
    expect(requests.counts).toEqual([0, 2, 0, 0]);
  });

  it('may be replaced after a failure, and the next request goes out at once', async () => {
    const requests = authenticated(stale, failing);
    expect(await requests.ask('/status/200')).toEqual(unsent(refreshError));
    requests.interceptor.credential = { accessToken: 'ext', requiresRefresh: false };
    expect(await requests.ask('/status/200')).toEqual({ authorization: 'ext', retryCount: 0 });
    expect(requests.counts).toEqual([1, 1, 0, 0]);
  });

  it('adapts what it held back as it was, and all anew when that is refused', async () => {
    const requests = authenticated(stale);
    const ending = await requests.ask('/status/401', '/status/200');
    expect(ending).toEqual({ authorization: 'a2', retryCount: 1 });
    expect(requests.counts).toEqual([2, 2, 1, 1]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/status/401', '/status/200']);
  });

  it.each([1, 3])('after its only refresh fails all of %d requests', async (count) => {
    const refresh = (): TestCredential => testCredential(1, true);
    const requests = authenticated(stale, {
      refresh,
      refreshWindow: { interval: 30_000, maximumAttempts: 1 },
    });
    const endings = await requests.askAll(...Array<[string]>(count).fill(['/status/200']));
    expect(endings).toEqual(Array(count).fill(unsent('excessiveRefresh')));
    expect(requests.counts).toEqual([0, 1, 0, 0]);
  });

  it.each<[string, Init]>([
    ['at once', { refresh: (call) => testCredential(call) }],
    ['by an Observable', { refresh: (call) => of(testCredential(call)) }],
    ['by a promise', { refresh: (call) => Promise.resolve(testCredential(call)) }],
  ])('may be refreshed %s', async (_how, init) => {
    const requests = authenticated(stale, init);
    expect(await requests.ask('/get')).toEqual({ authorization: 'a1', retryCount: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, Subject, throwError } from 'rxjs';
import { AuthenticatedRequests } from '../support/authenticated-requests.js';
import { testCredential, type TestCredential } from '../support/counting-authenticator.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

type Init = ConstructorParameters<typeof AuthenticatedRequests>[3];

const authenticated = (init?: Init): AuthenticatedRequests =>
  new AuthenticatedRequests(sessions.make(), server.url, testCredential(), init);

const refreshError = new Error('The refresh token has expired.');
const failing: Init = { refresh: () => throwError(() => refreshError) };
const allowing = (maximumAttempts: number): Init => ({
  refreshWindow: { interval: 30_000, maximumAttempts },
});

const succeeded = (generation: number, retryCount: number): unknown => ({
  authorization: `a${String(generation)}`,
  retryCount,
});
const failed = (generation: number, retryCount: number, cause: unknown): unknown => ({
  authorization: `a${String(generation)}`,
  retryCount,
  failure: ['requestRetryFailed', cause, 401],
});

describe('a request that is refused', () => {
  it('is sent again after a refresh, adapted anew', async () => {
    const requests = authenticated();
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(1, 1));
    expect(requests.counts).toEqual([2, 1, 1, 1]);
  });

  it('is sent again once after a refresh that answers at once', async () => {
    const requests = authenticated({ refresh: (call) => testCredential(call) });
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(1, 1));
    expect(requests.counts).toEqual([2, 1, 1, 1]);
  });

  it('for a credential that was replaced meanwhile is sent again without a refresh', async () => {
    const judging = (): void => {
      requests.interceptor.credential = testCredential(1);
    };
    const requests = authenticated({ judging });
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(1, 1));
    expect(requests.counts).toEqual([2, 0, 1, 1]);
  });

  it('for a credential that was taken away meanwhile fails', async () => {
    const judging = (): void => {
      requests.interceptor.credential = undefined;
    };
    const requests = authenticated({ judging });
    expect(await requests.ask('/status/401')).toEqual(failed(0, 0, 'missingCredential'));
    expect(requests.counts).toEqual([1, 0, 1, 0]);
  });

  it('fails with what the refresh fails with', async () => {
    const requests = authenticated(failing);
    expect(await requests.ask('/status/401')).toEqual(failed(0, 0, refreshError));
    expect(requests.counts).toEqual([1, 1, 1, 1]);
  });

  it('has its own refresh when it comes after another one', async () => {
    const requests = authenticated();
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(1, 1));
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(2, 1));
    expect(requests.counts).toEqual([4, 2, 2, 2]);
  });

  it('has its own refresh when it comes after one that failed', async () => {
    const requests = authenticated(failing);
    expect(await requests.ask('/status/401')).toEqual(failed(0, 0, refreshError));
    expect(await requests.ask('/status/401')).toEqual(failed(0, 0, refreshError));
    expect(requests.counts).toEqual([2, 2, 2, 2]);
  });
});

describe('requests that are refused together', () => {
  it('share one refresh, and are sent again once each', async () => {
    const requests = authenticated();
    const paths = [200, 201, 202, 203, 204, 205].map((code): [string, string] => [
      '/status/401',
      `/status/${String(code)}`,
    ]);
    expect(await requests.askAll(...paths)).toEqual(Array(6).fill(succeeded(1, 1)));
    expect(requests.counts).toEqual([12, 1, 6, 6]);
  });

  it('share a refresh that fails, whoever comes late as well', async () => {
    const refreshed = new Subject<TestCredential>();
    const requests = authenticated({ refresh: () => refreshed });
    const held = server.hold('/status/401');
    const endings = requests.askAll(['/status/401'], ['/status/401'], ['/status/401']);
    held.step(2);
    await firstValueFrom(requests.authenticator.refreshes);
    refreshed.error(refreshError);
    held.release();
    expect(await endings).toEqual(Array(3).fill(failed(0, 0, refreshError)));
    expect(requests.counts).toEqual([3, 1, 3, 3]);
  });

  it('all fail when they are refused again and there are no refreshes left', async () => {
    const requests = authenticated(allowing(1));
    const endings = await requests.askAll(...Array<[string]>(3).fill(['/status/401']));
    expect(endings).toEqual(Array(3).fill(failed(1, 1, 'excessiveRefresh')));
    expect(requests.counts).toEqual([6, 1, 6, 6]);
  });

  it('hold back nobody else while they wait', async () => {
    const refreshed = new Subject<TestCredential>();
    const requests = authenticated({ refresh: () => refreshed });
    const refused = requests.ask('/status/401', '/status/200');
    await firstValueFrom(requests.authenticator.refreshes);
    expect(await requests.ask('/status/200')).toEqual(succeeded(0, 0));
    refreshed.next(testCredential(1));
    expect(await refused).toEqual(succeeded(1, 1));
    expect(requests.counts).toEqual([3, 1, 1, 1]);
  });
});

describe('the refresh window', () => {
  it('allows five refreshes unless it is given', async () => {
    const requests = authenticated();
    const refusals = Array<string>(4).fill('/status/401');
    expect(await requests.ask('/status/401', ...refusals, '/status/200')).toEqual(succeeded(5, 5));
    expect(requests.counts).toEqual([6, 5, 5, 5]);
  });

  it('refuses the sixth', async () => {
    expect(await authenticated().ask('/status/401')).toEqual(failed(5, 5, 'excessiveRefresh'));
  });

  it('allows any number when there is none', async () => {
    const requests = authenticated({ refreshWindow: false });
    const refusals = Array<string>(8).fill('/status/401');
    expect(await requests.ask('/status/401', ...refusals, '/status/200')).toEqual(succeeded(9, 9));
  });

  it.each([0, 2])('of %d refreshes allows that many', async (maximum) => {
    const requests = authenticated(allowing(maximum));
    expect(await requests.ask('/status/401')).toEqual(failed(maximum, maximum, 'excessiveRefresh'));
    expect(requests.counts).toEqual([maximum + 1, maximum, maximum + 1, maximum + 1]);
  });

  it('remembers its refreshes beyond the requests they were made for', async () => {
    const requests = authenticated(allowing(1));
    expect(await requests.ask('/status/401', '/status/200')).toEqual(succeeded(1, 1));
    expect(await requests.ask('/status/401')).toEqual(failed(1, 0, 'excessiveRefresh'));
    expect(await requests.ask('/status/401')).toEqual(failed(1, 0, 'excessiveRefresh'));
    expect(requests.authenticator.counts.refresh).toBe(1);
  });
});

describe('a failure that is no refusal', () => {
  it('is not shown to the authenticator when there was no response', async () => {
    const requests = authenticated();
    const { failure, ...ending } = await requests.ask('/reset');
    expect(ending).toEqual(succeeded(0, 0));
    expect([failure?.[0], requests.counts]).toEqual(['sessionTaskFailed', [1, 0, 0, 0]]);
  });

  it('is not shown to the authenticator when only the attempt before had a response', async () => {
    const requests = authenticated();
    const { failure } = await requests.ask('/status/401', '/reset');
    expect([failure?.[0], requests.counts]).toEqual(['sessionTaskFailed', [2, 1, 1, 1]]);
  });

  it('is left as it is when the authenticator says so', async () => {
    const requests = authenticated();
    const { failure, ...ending } = await requests.ask('/status/500');
    expect(ending).toEqual(succeeded(0, 0));
    expect(failure).toEqual(['responseValidationFailed', undefined, 500]);
    expect(requests.counts).toEqual([1, 0, 1, 0]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { catchError, delay, EMPTY, map, NEVER, type Observable, of, throwError, timer } from 'rxjs';
import {
  AuthenticationError,
  AuthenticationInterceptor,
  type AuthenticationInterceptorOptions,
  HTTPHeaders,
  HTTPURLResponse,
  RetryResult,
  SessionError,
  URLRequest,
} from 'rxsession';
import type { StubReplier } from 'rxsession/testing';
import {
  CountingAuthenticator,
  type CountingAuthenticatorInit,
  testCredential,
  type TestCredential,
} from '../support/counting-authenticator.js';
import { untyped } from '../support/outcomes.js';
import { requestInfo, sessionInfo, taskInfo } from '../support/request-info.js';
import { inVirtualTime } from '../support/virtual-session.js';

const API = 'https://api.example.com/';
const headers = { 'Content-Type': 'application/json' };

/** Answers with the credential it was sent; refuses those before the generation. */
const accepting =
  (generation: number): StubReplier =>
  ({ urlRequest }) => {
    const token = urlRequest.headers.get('Authorization') ?? 'none';
    return Number(token.slice(1)) >= generation
      ? { headers, body: JSON.stringify(token) }
      : { statusCode: 401 };
  };

/** Takes 100 ms. */
const slowly = (call: number): Observable<TestCredential> => of(testCredential(call)).pipe(delay(100));

type Given = CountingAuthenticatorInit & Partial<AuthenticationInterceptorOptions<TestCredential>>;

function authenticating(given: Given): AuthenticationInterceptor<TestCredential> {
  const authenticator = new CountingAuthenticator({ refresh: slowly, ...given });
  return new AuthenticationInterceptor({ authenticator, credential: testCredential(), ...given });
}

const stale = testCredential(0, true);

describe('an AuthenticationInterceptor in virtual time', () => {
  it('holds requests back until a refresh is over', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const api = session(accepting(1), { interceptor: authenticating({ credential: stale }) });
      expectObservable(api.get(API)).toBe('100ms (a|)', { a: 'a1' });
      expectObservable(api.get(API), '60ms ^').toBe('100ms (a|)', { a: 'a1' });
      expectObservable(api.get(API), '120ms ^').toBe('120ms (a|)', { a: 'a1' });
    });
  });

  it('sends requests that were refused again when the refresh is over', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const api = session(accepting(1), { interceptor: authenticating({}) });
      expectObservable(api.get(API)).toBe('100ms (a|)', { a: 'a1' });
      expectObservable(api.get(API), '60ms ^').toBe('100ms (a|)', { a: 'a1' });
      flush();
      expect(api.sent.map(([frame]) => frame)).toEqual([0, 60, 100, 100]);
    });
  });

  it('does not use a credential that has expired while the refresh after a refusal runs', () => {
    inVirtualTime(({ session, at, expectObservable, flush }) => {
      const credential = { accessToken: 'a0', requiresRefresh: false };
      const api = session(accepting(1), { interceptor: authenticating({ credential }) });
      expectObservable(api.get(API)).toBe('100ms (a|)', { a: 'a1' });
      at(50, () => (credential.requiresRefresh = true));
      expectObservable(api.get(`${API}late`), '60ms ^').toBe('100ms (a|)', { a: 'a1' });
      flush();
      expect(api.sent.filter(([, message]) => message.endsWith('late'))).toEqual([[100, `GET ${API}late`]]);
    });
  });

  it('lets go of what unsubscribes while it waits', () => {
    inVirtualTime(({ session, expectObservable, flush }) => {
      const api = session(accepting(1), { interceptor: authenticating({ credential: stale }) });
      expectObservable(api.get(API), '^ 50ms !').toBe('');
      expectObservable(api.get(`${API}other`)).toBe('100ms (a|)', { a: 'a1' });
      flush();
      expect(api.sent).toEqual([[100, `GET ${API}other`]]);
    });
  });

  it('goes on at once with a credential that is set during a refresh', () => {
    inVirtualTime(({ session, at, expectObservable }) => {
      const interceptor = authenticating({ credential: stale });
      const api = session(accepting(1), { interceptor });
      expectObservable(api.get(API)).toBe('30ms (a|)', { a: 'a7' });
      at(30, () => {
        interceptor.credential = testCredential(7);
      });
      expectObservable(timer(200).pipe(map(() => interceptor.credential?.accessToken))).toBe('200ms (a|)', {
        a: 'a7',
      });
    });
  });

  it('unsubscribes from a refresh that is not wanted any more', () => {
    inVirtualTime(({ session, at, cold, expectSubscriptions }) => {
      const refresh = cold<TestCredential>('----------a');
      const interceptor = authenticating({ credential: stale, refresh: () => refresh });
      session(accepting(1), { interceptor }).get(API).subscribe();
      at(4, () => {
        interceptor.credential = testCredential(1);
      });
      expectSubscriptions(refresh.subscriptions).toBe('^---!');
    });
  });

  it.each<[string, Given, number, string]>([
    ['adapting', { credential: stale }, 120_000, 'requestAdaptationFailed'],
    ['retrying', {}, 120_000, 'requestRetryFailed'],
    ['with a limit of its own', { credential: stale, refreshTimeout: 500 }, 500, 'requestAdaptationFailed'],
  ])('ends a refresh that never answers: %s', (_when, given, limit, kind) => {
    inVirtualTime(({ session, cold, expectObservable, expectSubscriptions }) => {
      const refresh = cold<TestCredential>('-');
      const interceptor = authenticating({ refresh: () => refresh, ...given });
      const failure = session(accepting(1), { interceptor })
        .get(API)
        .pipe(catchError(({ kind, cause }: SessionError) => of([kind, cause])));
      const outcome = [kind, new AuthenticationError('refreshTimedOut')];
      expectObservable(failure).toBe(`${limit}ms (e|)`, { e: outcome });
      expectSubscriptions(refresh.subscriptions).toBe(`^ ${limit - 1}ms !`);
    });
  });

  it('refreshes anew for the request after a refresh that timed out', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const answers = [NEVER, of(testCredential(1))];
      const refresh = (): Observable<TestCredential> => answers.shift() ?? EMPTY;
      const interceptor = authenticating({ credential: stale, refresh, refreshTimeout: 100 });
      const api = session(accepting(1), { interceptor });
      expectObservable(api.get(API).pipe(catchError(() => of('failed')))).toBe('100ms (f|)', { f: 'failed' });
      expectObservable(api.get(API), '200ms ^').toBe('200ms (a|)', { a: 'a1' });
    });
  });

  it('waits for a refresh without an end if its limit is Infinity', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const interceptor = authenticating({
        credential: stale,
        refresh: () => NEVER,
        refreshTimeout: Infinity,
      });
      expectObservable(session(accepting(1), { interceptor }).get(API), '^ 60m !').toBe('-');
    });
  });

  it.each([NaN, -1])('throws for a refreshTimeout of %d', (refreshTimeout) => {
    expect(() => authenticating({ refreshTimeout })).toThrow(RangeError);
  });

  it.each<[string, number, string]>([
    ['refuses a refresh where one is as old as the window', 2000, '2000ms (e|)'],
    ['allows a refresh where one is older than the window', 2001, '2101ms (a|)'],
  ])('%s', (_what, frame, marbles) => {
    inVirtualTime(({ session, at, expectObservable }) => {
      const interceptor = authenticating({ refreshWindow: { interval: 2000, maximumAttempts: 1 } });
      const api = session(accepting(1), { interceptor });
      expectObservable(api.get(API)).toBe('100ms (a|)', { a: 'a1' });
      at(frame - 1, () => {
        interceptor.credential = testCredential(0);
      });
      const outcome = api.get(API).pipe(catchError((error: SessionError) => of(error.cause)));
      expectObservable(outcome, `${String(frame)}ms ^`).toBe(marbles, {
        a: 'a2',
        e: new AuthenticationError('excessiveRefresh'),
      });
    });
  });

  it('serves several sessions with one refresh', () => {
    inVirtualTime(({ session, expectObservable }) => {
      const interceptor = authenticating({ credential: stale });
      expectObservable(session(accepting(1), { interceptor }).get(API)).toBe('100ms (a|)', { a: 'a1' });
      expectObservable(session(accepting(1), { interceptor }).get(API)).toBe('100ms (a|)', { a: 'a1' });
      expect(interceptor.authenticator).toMatchObject({ counts: { refresh: 0 } });
    });
  });
});

describe('a refresh that goes wrong', () => {
  const thrown = new Error('no network');

  it.each<[string, NonNullable<CountingAuthenticatorInit['refresh']>, Error]>([
    ['throws', () => raise(thrown), thrown],
    ['errors', () => throwError(() => thrown), thrown],
    ['completes without an answer', () => EMPTY, new Error('An Observable completed without an answer.')],
    [
      'answers nothing',
      () => of<TestCredential>(untyped(undefined)),
      new AuthenticationError('missingCredential'),
    ],
  ])('because it %s fails who waits', (_how, refresh, cause) => {
    inVirtualTime(({ session, expectObservable }) => {
      const api = session(accepting(1), { interceptor: authenticating({ credential: stale, refresh }) });
      const causes = api.get(API).pipe(catchError((error: SessionError) => of([error.kind, error.cause])));
      expectObservable(causes).toBe('(e|)', { e: ['requestAdaptationFailed', cause] });
    });
  });
});

describe('asked by itself', () => {
  const state = { requestID: '1', context: {}, session: sessionInfo() };
  const urlRequest = new URLRequest(API);

  it('answers at once where nothing has to be waited for', () => {
    const adapted = authenticating({}).adapt(urlRequest, state);
    expect(adapted).toMatchObject({ url: API });
    expect(authenticating({}).retry(requestInfo(), sessionInfo(), lost)).toBe(RetryResult.doNotRetry);
  });

  it('starts no refresh twice, whether its answers are subscribed to or not', () => {
    const interceptor = authenticating({ credential: stale, refresh: () => NEVER });
    void interceptor.adapt(urlRequest, state);
    void interceptor.adapt(urlRequest, state);
    expect(interceptor.authenticator).toMatchObject({ counts: { apply: 0, refresh: 1 } });
  });

  it('retries at once when the credential is replaced while it is compared', () => {
    const isRequestAuthenticatedWith = (): boolean => {
      interceptor.credential = testCredential(1);
      return true;
    };
    const authenticator = Object.assign(new CountingAuthenticator(), { isRequestAuthenticatedWith });
    const interceptor = authenticating({ authenticator });
    const response = new HTTPURLResponse({ url: API, statusCode: 401, headers: new HTTPHeaders() });
    const info = requestInfo({ task: taskInfo({ response }), httpResponse: response });
    expect(interceptor.retry(info, sessionInfo(), unacceptable)).toBe(RetryResult.retry);
    expect(authenticator.counts.refresh).toBe(0);
  });

  it('adapts nothing that the authenticator calls a request of its refresh', () => {
    const authenticator = Object.assign(new CountingAuthenticator(), { isRefreshRequest: () => true });
    const interceptor = authenticating({ authenticator, credential: stale });
    expect(interceptor.adapt(urlRequest, state)).toBe(urlRequest);
    expect(authenticator.counts).toMatchObject({ apply: 0, refresh: 0 });
  });
});

const lost = new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });

const unacceptable = new SessionError({
  kind: 'responseValidationFailed',
  reason: { kind: 'unacceptableStatusCode', code: 401 },
});

function raise(error: Error): never {
  throw error;
}

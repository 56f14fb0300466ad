import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { catchError, firstValueFrom, forkJoin, map, NEVER, of, Subject, switchMap } from 'rxjs';
import {
  type AuthenticationCredential,
  AuthenticationInterceptor,
  type Authenticator,
  HTTPHeader,
  type Session,
} from 'rxsession';
import { turns } from '../support/happenings.js';
import { ask } from '../support/http-client.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

interface Token extends AuthenticationCredential {
  readonly token: string;
}
const expired: Token = { token: 'old-secret', requiresRefresh: true };
const refused: Token = { token: 'old-secret', requiresRefresh: false };
const fresh: Token = { token: 'fresh', requiresRefresh: false };

/** Bearer tokens, as the server's `/bearer/fresh` wants them. */
const bearer = (refresh: Authenticator<Token>['refresh'], given: Partial<Authenticator<Token>> = {}) =>
  ({
    apply: (({ token }, request) => {
      const [name, value] = HTTPHeader.authorization({ bearerToken: token });
      return request.with({ headers: request.headers.set(name, value) });
    }) satisfies Authenticator<Token>['apply'],
    refresh,
    didRequestFailDueToAuthenticationError: (_request, response) => response.statusCode === 401,
    isRequestAuthenticatedWith: (request, { token }) =>
      request.headers.get('Authorization') === `Bearer ${token}`,
    ...given,
  }) satisfies Authenticator<Token>;

/** A session that is authenticated, to be refreshed with requests of its own. */
function authenticated(
  credential: Token,
  refresh: (session: Session) => ReturnType<Authenticator<Token>['refresh']>,
  given?: Partial<Authenticator<Token>>,
): { session: Session; interceptor: AuthenticationInterceptor<Token> } {
  const authenticator = bearer((_credential, session: Session) => refresh(session), given);
  const interceptor = new AuthenticationInterceptor({ authenticator, credential });
  return { interceptor, session: sessions.make({ interceptor }) };
}

const me = (session: Session): ReturnType<Session['get']> => session.get(`${server.url}/bearer/fresh`);
const granted = { authenticated: true, token: 'fresh' };
const tokenRequests = (): (string | undefined)[] =>
  server.requestsTo('/anything').map(({ headers }) => headers.authorization);

describe('requests of the refresh itself, on the same session', () => {
  const refreshing = (session: Session) => session.post(`${server.url}/anything`, { grant: 'refresh' });

  it.each([
    ['a credential that has expired', expired],
    ['a credential that is refused', refused],
  ])('neither wait for it nor bear %s', async (_which, credential) => {
    const { session } = authenticated(credential, (same) => refreshing(same).pipe(map(() => fresh)));
    expect(await firstValueFrom(forkJoin([me(session), me(session), me(session)]))).toEqual([
      granted,
      granted,
      granted,
    ]);
    expect(tokenRequests()).toEqual([undefined]);
  });

  it('may be several, one after the other', async () => {
    const { session } = authenticated(expired, (same) =>
      refreshing(same).pipe(
        switchMap(() => refreshing(same)),
        switchMap(() => same.request(`${server.url}/anything`).validate().responseJSON().value()),
        map(() => fresh),
      ),
    );
    expect(await firstValueFrom(me(session))).toEqual(granted);
    expect(tokenRequests()).toEqual([undefined, undefined, undefined]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the first await', () => Promise.resolve()],
    ['a timer', () => wait(1)],
    ['an answer of somebody else', () => ask(`${server.url}/get`)],
  ])('are known after %s too', async (_what, something) => {
    const { session } = authenticated(expired, async (same) => {
      await firstValueFrom(refreshing(same));
      await something();
      await firstValueFrom(refreshing(same));
      return fresh;
    });
    expect(await firstValueFrom(forkJoin([me(session), me(session)]))).toEqual([granted, granted]);
    expect(tokenRequests()).toEqual([undefined, undefined]);
  });

  it('are known within the refresh of another interceptor', async () => {
    const api = authenticated(expired, async () => {
      await Promise.resolve();
      await firstValueFrom(me(inner.session));
      return fresh;
    });
    const inner = authenticated(expired, async () => {
      await Promise.resolve();
      await firstValueFrom(forkJoin([refreshing(inner.session), refreshing(api.session)]));
      return fresh;
    });
    expect(await firstValueFrom(me(api.session))).toEqual(granted);
    expect(tokenRequests()).toEqual([undefined, undefined]);
  });

  it('are recognised by what the authenticator says where nothing else tells', async () => {
    const elsewhere = new AsyncResource('a pool of connections');
    const isRefreshRequest: Authenticator<Token>['isRefreshRequest'] = ({ url }) => url.endsWith('/anything');
    const refresh = async (same: Session): Promise<Token> => {
      await Promise.resolve();
      await elsewhere.runInAsyncScope(() => firstValueFrom(refreshing(same)));
      return fresh;
    };
    const { session } = authenticated(expired, refresh, { isRefreshRequest });
    expect(await firstValueFrom(me(session))).toEqual(granted);
    expect(tokenRequests()).toEqual([undefined]);
  });

  it('fail the refresh when they are refused, without a refresh of their own', async () => {
    const { session } = authenticated(expired, (same) => same.post<Token>(`${server.url}/status/401`));
    const failure = await firstValueFrom(me(session).pipe(catchError((error: unknown) => of(error))));
    expect(failure).toMatchObject({ kind: 'requestAdaptationFailed', cause: { responseCode: 401 } });
    expect(server.requests.map(({ path }) => path)).toEqual(['/status/401']);
  });

  it('show no token when they fail', async () => {
    const { session } = authenticated(refused, (same) => same.post<Token>(`${server.url}/status/400`));
    const failure = await firstValueFrom(me(session).pipe(catchError((error: unknown) => of(error))));
    expect(failure).toMatchObject({ kind: 'requestRetryFailed', cause: { responseCode: 400 } });
    expect(inspect([failure, session], { depth: 20 })).not.toContain('old-secret');
  });

  it('are others than those made while it runs', async () => {
    const release = new Subject<Token>();
    const { session } = authenticated(expired, () => release);
    const both = firstValueFrom(forkJoin([me(session), me(session)]));
    await turns();
    const late = firstValueFrom(me(session));
    await turns();
    expect(server.requests).toHaveLength(0);
    release.next(fresh);
    expect([await both, await late]).toEqual([[granted, granted], granted]);
  });
});

describe('a request that waits for a refresh', () => {
  it('stops waiting when it is cancelled, and the refresh goes on', async () => {
    const release = new Subject<Token>();
    const { session, interceptor } = authenticated(expired, () => release);
    const request = session.request(`${server.url}/bearer/fresh`);
    const response = firstValueFrom(request.response());
    await turns();
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
    release.next(fresh);
    expect(interceptor.credential).toBe(fresh);
    await turns();
    expect(server.requests).toHaveLength(0);
  });

  it('stops waiting when nobody listens to it any more', async () => {
    const release = new Subject<Token>();
    const { session } = authenticated(expired, () => release);
    const abandoned = me(session).subscribe();
    const other = firstValueFrom(me(session));
    await turns();
    abandoned.unsubscribe();
    release.next(fresh);
    expect(await other).toEqual(granted);
    expect(server.requests).toHaveLength(1);
  });

  it('goes on with a credential that is set meanwhile, and the refresh is cancelled', async () => {
    const { session, interceptor } = authenticated(expired, (same) => same.get<Token>(`${server.url}/never`));
    const value = firstValueFrom(me(session));
    const refresh = await server.nextRequest('/never');
    interceptor.credential = fresh;
    expect(await value).toEqual(granted);
    expect(await refresh.outcome).toBe('closed');
  });

  it('fails when the credential is taken away, and stays so whatever the refresh answers', async () => {
    const release = new Subject<Token>();
    const { session, interceptor } = authenticated(expired, () => release);
    const failure = firstValueFrom(me(session).pipe(catchError((error: unknown) => of(error))));
    await turns();
    interceptor.credential = undefined;
    release.next(fresh);
    expect(await failure).toMatchObject({ cause: { kind: 'missingCredential' } });
    expect(interceptor.credential).toBeUndefined();
  });

  it('is adapted in the context it was made in', async () => {
    const tenant = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const release = new Subject<Token>();
    const { session } = authenticated(expired, () => release, {
      apply: (_credential, request) => {
        seen.push(tenant.getStore());
        return request.with({ headers: request.headers.set('Authorization', 'Bearer fresh') });
      },
    });
    const values = ['ada', 'grace'].map((name) => tenant.run(name, () => firstValueFrom(me(session))));
    await turns();
    tenant.run('another', () => release.next(fresh));
    await Promise.all(values);
    expect(seen).toEqual(['ada', 'grace']);
  });

  it('may be ended by the end of its session', async () => {
    const { session } = authenticated(expired, () => NEVER);
    const failure = firstValueFrom(me(session).pipe(catchError((error: unknown) => of(error))));
    await turns();
    session.invalidateAndCancel();
    expect(await failure).toMatchObject({ kind: 'sessionInvalidated' });
  });

  it('may wait for ever where no window ends it, and starves nobody', async () => {
    const authenticator = bearer(() => expired);
    const interceptor = new AuthenticationInterceptor({
      authenticator,
      credential: expired,
      refreshWindow: false,
    });
    const request = sessions.make({ interceptor }).request(`${server.url}/get`);
    const response = firstValueFrom(request.response());
    await turns();
    request.cancel();
    expect((await response).error?.kind).toBe('explicitlyCancelled');
  });
});

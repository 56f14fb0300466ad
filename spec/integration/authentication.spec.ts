import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  Adapter,
  HTTPHeader,
  HTTPHeaders,
  Retrier,
  RetryResult,
  type RequestAdapter,
  type RequestInterceptor,
} from 'rxsession';
import { useHttpbin } from '../support/httpbin.js';
import { useSessions } from '../support/sessions.js';

const httpbin = useHttpbin();
const sessions = useSessions();

const CREDENTIAL = { username: 'user', password: 'password' };
const basic = (credential = CREDENTIAL): HTTPHeaders =>
  new HTTPHeaders([HTTPHeader.authorization(credential)]);

/** Adds the credential from an attempt on, and lets one retry happen. */
class LateCredential implements RequestInterceptor {
  adapted = 0;
  retried = 0;

  constructor(private readonly firstGoodAttempt: number) {}

  adapt(request: Parameters<RequestAdapter['adapt']>[0]): typeof request {
    this.adapted += 1;
    if (this.adapted < this.firstGoodAttempt) return request;
    const [name, value] = HTTPHeader.authorization(CREDENTIAL);
    return request.with({ headers: request.headers.set(name, value) });
  }

  retry(): RetryResult {
    this.retried += 1;
    return this.retried === 1 ? RetryResult.retry : RetryResult.doNotRetry;
  }
}

describe('basic authentication at httpbin', () => {
  it('lets in who knows the password', async () => {
    const get = sessions.make().get(`${httpbin.url}/basic-auth/user/password`, { headers: basic() });
    expect(await firstValueFrom(get)).toEqual({ authenticated: true, user: 'user' });
  });

  it('refuses who does not, without an error of the exchange', async () => {
    const headers = basic({ ...CREDENTIAL, password: 'guessed' });
    const request = sessions.make().request(`${httpbin.url}/basic-auth/user/password`, { headers });
    const { response, data, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, data, error]).toEqual([401, undefined, undefined]);
    expect(response?.headers.get('WWW-Authenticate')).toBe('Basic realm="Fake Realm"');
  });

  it('takes names and passwords of any script', async () => {
    const credential = { username: 'jürgen', password: 'пароль:日本' };
    const path = `/basic-auth/${encodeURIComponent('jürgen')}/${encodeURIComponent('пароль:日本')}`;
    const get = sessions.make().get(httpbin.url + path, { headers: basic(credential) });
    expect(await firstValueFrom(get)).toMatchObject({ authenticated: true });
  });

  it('passes a server that never asks', async () => {
    const url = `${httpbin.url}/hidden-basic-auth/user/password`;
    const request = sessions.make().request(url, { headers: basic() });
    const { response, data, error } = await firstValueFrom(request.response());
    expect([response?.statusCode, data !== undefined, error]).toEqual([200, true, undefined]);
  });

  it('is made good by an interceptor of the session once it was refused', async () => {
    const interceptor = new LateCredential(2);
    const request = sessions.make({ interceptor }).request(`${httpbin.url}/basic-auth/user/password`);
    const { result } = await request.validate().serializingJSON().response;
    expect(result).toMatchObject({ kind: 'success', value: { authenticated: true } });
    expect([interceptor.adapted, interceptor.retried, request.retryCount]).toEqual([2, 1, 1]);
  });

  it('is given up when the credential never comes', async () => {
    const interceptor = new LateCredential(Infinity);
    const request = sessions.make().request(`${httpbin.url}/basic-auth/user/password`, { interceptor });
    const { error } = await request.validate().serializingJSON().response;
    expect(error?.reason).toEqual({ kind: 'unacceptableStatusCode', code: 401 });
    expect([interceptor.adapted, interceptor.retried, request.retryCount]).toEqual([2, 3, 1]);
  });
});

describe('bearer authentication at httpbin', () => {
  const authorized = (token: string) => HTTPHeader.authorization({ bearerToken: token });

  it('shows the token that was given as a header', async () => {
    const headers = new HTTPHeaders([authorized('t0k3n')]);
    const bearer = await firstValueFrom(sessions.make().get(`${httpbin.url}/bearer`, { headers }));
    expect(bearer).toEqual({ authenticated: true, token: 't0k3n' });
  });

  it('shows the token that an adapter has waited for', async () => {
    const token = Promise.resolve('t0k3n');
    const adapter = Adapter(async (request) =>
      request.with({ headers: request.headers.set(...authorized(await token)) }),
    );
    const request = sessions.make().request(`${httpbin.url}/bearer`).adapt(adapter).validate();
    expect(await request.serializingJSON().value).toEqual({ authenticated: true, token: 't0k3n' });
  });

  it('is asked for where there is no token', async () => {
    const request = sessions.make().request(`${httpbin.url}/bearer`).validate();
    const { response, error } = await firstValueFrom(request.response());
    expect(response?.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect(error?.reason).toEqual({ kind: 'unacceptableStatusCode', code: 401 });
  });

  it('gets the token of a refresh that the refusal has set off', async () => {
    let token = 'outdated';
    const refresh = Retrier((_request, _session, error) => {
      if (token !== 'outdated' || error.reason?.kind !== 'unacceptableStatusCode')
        return RetryResult.doNotRetry;
      token = 'fresh';
      return Promise.resolve(RetryResult.retry);
    });
    const adapter = Adapter((request) =>
      token === 'outdated' ? request : request.with({ headers: request.headers.set(...authorized(token)) }),
    );
    const request = sessions.make().request(`${httpbin.url}/bearer`).adapt(adapter).retry(refresh).validate();
    expect(await request.serializingJSON().value).toMatchObject({ token: 'fresh' });
  });
});

describe('cookies at httpbin', () => {
  it('arrive as the header they are', async () => {
    const headers = { Cookie: 'session=abc; theme=dark' };
    const cookies = await firstValueFrom(sessions.make().get(`${httpbin.url}/cookies`, { headers }));
    expect(cookies).toEqual({ cookies: { session: 'abc', theme: 'dark' } });
  });

  it('are set as the header they are, and kept nowhere', async () => {
    const session = sessions.make();
    const hops: string[] = [];
    const watching = {
      redirect: (_task: unknown, next: never, response: { headers: HTTPHeaders }) => {
        hops.push(...response.headers.values('Set-Cookie'));
        return next;
      },
    };
    const set = session.request(`${httpbin.url}/cookies/set?a=1&b=2`).redirect(watching);
    expect(await set.serializingJSON().value).toEqual({ cookies: {} });
    expect(hops).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  });
});

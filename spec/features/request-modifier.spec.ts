import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import {
  type DataRequest,
  type RequestModifier,
  type RequestOptions,
  RetryPolicy,
  type Session,
  type URLRequest,
} from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { CountingInterceptor } from '../support/counting-interceptor.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);

/** Sets a timeoutInterval of a millisecond. */
function impatient(): RequestModifier & { calls: number } {
  const modifier: RequestModifier & { calls: number } = Object.assign(
    (urlRequest: URLRequest) => {
      modifier.calls += 1;
      return urlRequest.with({ timeoutInterval: 1 });
    },
    { calls: 0 },
  );
  return modifier;
}

const KINDS: [string, (session: Session, options: RequestOptions) => DataRequest][] = [
  ['a request', (session, options) => session.request(`${server.url}/never`, options)],
  ['an upload', (session, options) => session.upload('data', `${server.url}/never`, options)],
];

describe.each(KINDS)('the requestModifier of %s', (_kind, make) => {
  it('can set its timeout, and is called once', async () => {
    const requestModifier = impatient();
    const request = make(sessions.make(), { requestModifier });
    const { error } = await request.serializingData().response;
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect(requestModifier.calls).toBe(1);
  });

  it('is called again for a retry', async () => {
    const requestModifier = impatient();
    const policy = new RetryPolicy({
      retryLimit: 1,
      exponentialBackoffScale: 0,
      retryableHTTPMethods: ['GET', 'POST'],
    });
    const asked = { count: 0 };
    const interceptor = {
      adapt: (urlRequest: URLRequest) => urlRequest,
      retry: (...args: Parameters<RetryPolicy['retry']>) => ((asked.count += 1), policy.retry(...args)),
    };
    const request = make(sessions.make({ interceptor }), { requestModifier });
    const { error } = await firstValueFrom(request.response());
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'timedOut' });
    expect([requestModifier.calls, asked.count]).toEqual([2, 2]);
  });
});

describe('a requestModifier', () => {
  it('sees the URLRequest with its parameters, and before the adapters', async () => {
    const seen: string[] = [];
    const adapter = new CountingInterceptor({
      adapt: (urlRequest) => (seen.push(`adapt ${urlRequest.url}`), urlRequest),
    });
    const request = sessions.make({ interceptor: adapter }).request(`${server.url}/get`, {
      parameters: { page: 2 },
      requestModifier: (urlRequest) => {
        seen.push(`modify ${urlRequest.url}`);
        return urlRequest.with({ url: `${urlRequest.url}&size=7` });
      },
    });
    expect((await request.serializingJSON<Echo>().value).args).toEqual({ page: '2', size: '7' });
    expect(seen).toEqual([`modify ${server.url}/get?page=2`, `adapt ${server.url}/get?page=2&size=7`]);
  });

  it('that returns nothing changes nothing', async () => {
    const request = sessions.make().request(`${server.url}/get`, { requestModifier: () => undefined });
    expect(await request.serializingJSON<Echo>().value).toMatchObject({ method: 'GET' });
  });

  it('that throws is a failure to make the URLRequest', async () => {
    const OOPS = new Error('oops');
    const requestModifier = (): never => {
      throw OOPS;
    };
    const { error } = await sessions
      .make()
      .request(`${server.url}/get`, { requestModifier })
      .serializingData().response;
    expect(error).toMatchObject({ kind: 'createURLRequestFailed', cause: OOPS });
  });

  it('that makes the URLRequest invalid has nothing sent', async () => {
    const requestModifier: RequestModifier = (urlRequest) => urlRequest.with({ body: 'invalid' });
    const { error } = await sessions
      .make()
      .request(`${server.url}/get`, { requestModifier })
      .serializingData().response;
    expect(error).toMatchObject({ reason: { kind: 'bodyDataInGETRequest' } });
    expect(server.requests).toHaveLength(0);
  });
});

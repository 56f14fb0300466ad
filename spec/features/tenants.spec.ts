import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { lastValueFrom } from 'rxjs';
import { Adapter, Retrier, RetryResult, type Session } from 'rxsession';
import { ended } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const sessions = useSessions(server);
const tenant = new AsyncLocalStorage<string>();
const TENANTS = ['a', 'b', 'c'];

/** Runs as each tenant at the same time. */
function asEach<T>(work: (name: string) => Promise<T>): Promise<T[]> {
  return Promise.all(TENANTS.map((name) => tenant.run(name, () => work(name))));
}

function tokenSession(): Session {
  return sessions.make({
    interceptor: Adapter((urlRequest) => {
      const headers = urlRequest.headers.add('X-Tenant', tenant.getStore() ?? 'none');
      return urlRequest.with({ headers });
    }),
  });
}

describe('tenants of one session', () => {
  it('are not mixed by adapters', async () => {
    const session = tokenSession();
    const seen = await asEach(async () => {
      const { value } = session
        .request(`${server.url}/get`)
        .serializingJSON<{ headers: Record<string, string> }>();
      return (await value).headers['x-tenant'];
    });
    expect(seen).toEqual(TENANTS);
  });

  it('are not mixed by the cold door', async () => {
    const session = tokenSession();
    const seen = await asEach(async () => {
      const value = session.get<{ headers: Record<string, string> }>(`${server.url}/get`);
      return (await lastValueFrom(value)).headers['x-tenant'];
    });
    expect(seen).toEqual(TENANTS);
  });

  it('are not mixed by validators, response handlers, serializers and modifiers', async () => {
    const session = sessions.make();
    const seen = await asEach(async () => {
      const stores: unknown[] = [];
      const note = (): void => void stores.push(tenant.getStore());
      const request = session.request(`${server.url}/get`, { requestModifier: note });
      await request.validate(note).onHTTPResponse(note).serializingResponse({ serialize: note }).value;
      return stores.join('');
    });
    expect(seen).toEqual(TENANTS.map((name) => name.repeat(4)));
  });

  it('are not mixed by retriers, nor by the attempts after them', async () => {
    const session = tokenSession();
    const seen = await asEach(async (name) => {
      const asked: unknown[] = [];
      const request = session.request(`${server.url}/flaky/${name}?failures=1`).validate();
      request.retry(Retrier(() => (asked.push(tenant.getStore()), RetryResult.retryWithDelay(1))));
      await request.serializingData().value;
      return [
        ...asked,
        ...server.requestsTo(`/flaky/${name}`).map(({ headers }) => headers['x-tenant']),
      ].join('');
    });
    expect(seen).toEqual(TENANTS.map((name) => name.repeat(3)));
  });

  it('each hear of a shared request in their own context', async () => {
    const request = sessions.make().request(`${server.url}/get`);
    const heard: Record<string, unknown[]> = {};
    for (const name of TENANTS) {
      const note = (): unknown => (heard[name] ??= []).push(tenant.getStore());
      tenant.run(name, () => request.responseString().subscribe({ next: note, complete: note }));
    }
    await ended(request);
    expect(heard).toEqual(Object.fromEntries(TENANTS.map((name) => [name, [name, name]])));
  });

  it('each hear of a shared response in their own context, also after its end', async () => {
    const responses = sessions.make().request(`${server.url}/get`).responseString();
    const hear = (): Promise<unknown> =>
      new Promise((resolve) => responses.subscribe(() => resolve(tenant.getStore())));
    expect(await asEach(hear)).toEqual(TENANTS);
    expect(await asEach(hear)).toEqual(TENANTS);
  });

  it('keep the context of the one who made a request, whoever starts it', async () => {
    const session = tokenSession();
    const request = tenant.run('maker', () => session.request(`${server.url}/get`));
    await tenant.run('listener', () => request.serializingData().value);
    expect(server.requests[0]?.headers['x-tenant']).toBe('maker');
  });
});

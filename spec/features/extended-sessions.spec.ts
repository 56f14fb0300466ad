import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { Adapter, type Session, type SessionOptions } from 'rxsession';
import { DisabledTrustEvaluator, ServerTrustManager } from 'rxsession/node';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { presenting, makeIdentity } from '../support/certificates.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const server = useServer();
const secure = useServer({ tls: presenting(makeIdentity({ name: 'untrusted' })) });
const made: Session[] = [];
// ahead of the check for leaks
afterEach(() => {
  for (const session of made.splice(0)) session.invalidateAndCancel();
});
const sessions = useSessions(server, secure);

function traced(value: string): Adapter {
  return Adapter((request) => request.with({ headers: request.headers.set('X-Trace', value) }));
}

async function headersOf(session: Session): Promise<Record<string, string>> {
  return (await lastValueFrom(session.get<Echo>(`${server.url}/get`))).headers;
}

/** Connections that these sessions have opened, each for a request. */
async function connectionsOf(...asking: readonly Session[]): Promise<number> {
  const before = server.connections;
  for (const session of asking) await headersOf(session);
  return server.connections - before;
}

function extended(base: Session, options?: SessionOptions): Session {
  const session = base.extend(options);
  made.push(session);
  return session;
}

describe('session.extend', () => {
  it('merges headers and replaces other options', async () => {
    const base = sessions.make({
      interceptor: traced('base'),
      configuration: { headers: { 'X-A': '1', 'X-B': '1' }, baseURL: `${server.url}/get` },
    });
    const own = extended(base, { interceptor: traced('own'), configuration: { headers: { 'X-B': '2' } } });
    expect(await headersOf(own)).toMatchObject({ 'x-a': '1', 'x-b': '2', 'x-trace': 'own' });
    expect(await headersOf(base)).toMatchObject({ 'x-a': '1', 'x-b': '1', 'x-trace': 'base' });
    expect(await lastValueFrom(own.get('?q=1'))).toMatchObject({ args: { q: '1' } });
  });

  it.each<[string, SessionOptions | undefined, number]>([
    ['shares the connections', undefined, 1],
    ['shares them beside options of its own', { configuration: { timeoutIntervalForRequest: 5000 } }, 1],
    ['opens its own for an option of theirs', { configuration: { connectTimeout: 5000 } }, 2],
  ])('%s', async (_, options, count) => {
    const base = sessions.make();
    expect(await connectionsOf(base, extended(base, options))).toBe(count);
  });

  it('has events of its own', async () => {
    const base = sessions.make();
    const types: string[] = [];
    base.events.subscribe(({ type }) => types.push(type));
    await headersOf(extended(base));
    expect(types).toEqual([]);
  });

  it('keeps the connections open until the last session that shares them has ended', async () => {
    const base = sessions.make();
    const own = extended(base);
    await headersOf(own);
    base.invalidateAndCancel();
    await base.events.forEach(() => undefined);
    expect(await connectionsOf(own)).toBe(0);
    own.invalidateAndCancel();
    await server.whenDisconnected();
  });

  it('goes on to judge servers as the session does that it extends', async () => {
    const evaluators = { localhost: new DisabledTrustEvaluator() };
    const base = sessions.make({ serverTrustManager: new ServerTrustManager({ evaluators }) });
    const url = secure.url.replace('127.0.0.1', 'localhost');
    expect(await lastValueFrom(extended(base).get(`${url}/get`))).toMatchObject({ method: 'GET' });
  });

  it('fails the requests of a session that is extended with a misspelt option', async () => {
    const own = extended(sessions.make(), { interceptors: [] } as SessionOptions);
    await expect(headersOf(own)).rejects.toThrow('have no "interceptors"; did you mean "interceptor"?');
  });
});

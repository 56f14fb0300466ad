import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import http from 'node:http';
import { firstValueFrom, NEVER, of, throwError } from 'rxjs';
import { type HTTPCookieStorage, type Session, type SessionConfigurationInit } from 'rxsession';
import { CookieJar } from 'rxsession/node';
import { StubTransport } from 'rxsession/testing';
import { ended } from '../support/happenings.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [server, other] = useServers(2);
const sessions = useSessions(server, other);

/** A session with a jar, and the jar. */
function carrying(configuration: SessionConfigurationInit = {}): { session: Session; jar: CookieJar } {
  const jar = new CookieJar();
  return { session: sessions.make({ configuration: { cookieStorage: jar, ...configuration } }), jar };
}

const cookies = async (session: Session, headers?: Record<string, string>): Promise<unknown> =>
  session.request(`${server.url}/cookies`, { headers }).serializingJSON().value;

/** A storage that is empty and forgets, but for what is given. */
const storage = (given: Partial<HTTPCookieStorage>): HTTPCookieStorage => ({
  cookieString: () => undefined,
  setCookies: () => undefined,
  ...given,
});

const broken = (): never => {
  throw new Error('locked');
};

describe('a cookie storage', () => {
  it('keeps what each hop sets, line by line, and sends it with the next', async () => {
    const { session, jar } = carrying();
    const value = await session.request(`${server.url}/cookies/set?a=1&b=2`).serializingJSON().value;
    expect(value).toEqual({ cookies: { a: '1', b: '2' } });
    expect(jar.cookieString(`${server.url}/cookies`)).toBe('a=1; b=2');
    await session.request(`${server.url}/cookies/delete?a`).serializingJSON().value;
    expect(await cookies(session)).toEqual({ cookies: { b: '2' } });
  });

  it('is not asked and not told where the session has none', async () => {
    const session = sessions.make();
    await session.request(`${server.url}/cookies/set?a=1`).serializingJSON().value;
    expect(await cookies(session)).toEqual({ cookies: {} });
  });

  it('gives the cookies of a host to no other', async () => {
    const { session, jar } = carrying();
    await jar.setCookie('a=1', 'http://elsewhere.example/');
    expect(await cookies(session)).toEqual({ cookies: {} });
  });

  it('adds to the cookies of the caller, whose names win', async () => {
    const { session, jar } = carrying();
    await jar.setCookies(['a=stored', 'b=stored'], server.url);
    expect(await cookies(session, { Cookie: 'a=own' })).toEqual({ cookies: { a: 'own', b: 'stored' } });
    const { session: disabled } = carrying({ httpShouldSetCookies: false });
    expect(await cookies(disabled, { Cookie: 'a=own' })).toEqual({ cookies: { a: 'own' } });
  });

  it('sends nothing with httpShouldSetCookies false, and still learns', async () => {
    const { session, jar } = carrying({ httpShouldSetCookies: false });
    await session.request(`${server.url}/cookies/set?a=1`).serializingJSON().value;
    expect(await cookies(session)).toEqual({ cookies: {} });
    expect(jar.cookieString(server.url)).toBe('a=1');
  });

  it('learns nothing with the accept policy never, and still sends', async () => {
    const { session, jar } = carrying({ httpCookieAcceptPolicy: 'never' });
    await jar.setCookie('a=1', server.url);
    await session.request(`${server.url}/cookies/set?b=2`).serializingJSON().value;
    expect(await cookies(session)).toEqual({ cookies: { a: '1' } });
  });

  it('shows its cookies neither in requests and metrics nor in the response', async () => {
    const { session, jar } = carrying();
    await jar.setCookie('a=secret', server.url);
    const request = session.request(`${server.url}/get`);
    const response = await firstValueFrom(request.response());
    expect(request.performedRequests[0]?.headers.get('Cookie')).toBeUndefined();
    expect(response.debugDescription() + request.cURLDescription()).not.toContain('secret');
    expect(request.cURLDescription({ showsSecrets: true })).toContain('-b "a=secret"');
  });

  it("is carried past a caller's axios instance, hop by hop", async () => {
    const jar = new CookieJar();
    const instance = axios.create({ httpAgent: new http.Agent({ keepAlive: false }) });
    const session = sessions.make({ session: instance, configuration: { cookieStorage: jar } });
    const value = await session.request(`${server.url}/cookies/set?a=1`).serializingJSON().value;
    expect(value).toEqual({ cookies: { a: '1' } });
  });

  it('is carried past any transport, whose URLs it completes as that does', async () => {
    const reply = { statusCode: 200, headers: [['Set-Cookie', 'a=1'] as const], body: '{}' };
    const transport = new StubTransport(() => reply, { baseURL: 'http://stub.example/' });
    const session = sessions.make({ transport, configuration: { cookieStorage: new CookieJar() } });
    for (const _ of [1, 2]) await session.request('/path').serializingJSON().value;
    expect(transport.requests.map(({ urlRequest }) => urlRequest.headers.get('Cookie'))).toEqual([
      undefined,
      'a=1',
    ]);
  });
});

describe('a cookie storage of its own', () => {
  it('is waited for, before the message and before its response', async () => {
    const kept: string[] = [];
    const cookieStorage = storage({
      cookieString: () => of('late=1'),
      setCookies: async (lines) => {
        await new Promise((resolve) => setImmediate(resolve));
        kept.push(...lines);
      },
    });
    const session = sessions.make({ configuration: { cookieStorage } });
    const { value } = session.request(`${server.url}/cookies/set?a=1`).serializingJSON();
    expect(await value).toEqual({ cookies: { late: '1' } });
    expect(kept).toEqual(['a=1; Path=/']);
  });

  it.each<[what: string, given: Partial<HTTPCookieStorage>]>([
    ['throws when it is asked', { cookieString: broken }],
    ['rejects when it is asked', { cookieString: () => Promise.reject(new Error('locked')) }],
    ['throws when it is told', { setCookies: broken }],
    ['errors when it is told', { setCookies: () => throwError(() => new Error('locked')) }],
  ])('that %s fails the task', async (_, given) => {
    const session = sessions.make({ configuration: { cookieStorage: storage(given) } });
    const { error } = await firstValueFrom(session.request(`${server.url}/cookies/set?a=1`).response());
    expect([error?.kind, error?.code, String(error?.cause)]).toEqual([
      'sessionTaskFailed',
      'unknown',
      'Error: locked',
    ]);
  });

  it.each<[what: string, given: Partial<HTTPCookieStorage>]>([
    ['asked', { cookieString: () => NEVER }],
    ['told', { setCookies: () => NEVER }],
  ])('that never answers when it is %s ends with the timeout of the request', async (_, given) => {
    const session = sessions.make({
      configuration: { cookieStorage: storage(given), timeoutIntervalForRequest: 50 },
    });
    const { error } = await firstValueFrom(session.request(`${server.url}/cookies/set?a=1`).response());
    expect(error?.code).toBe('timedOut');
  });

  it('that never answers is left with the request', async () => {
    const session = sessions.make({
      configuration: { cookieStorage: storage({ cookieString: () => NEVER }) },
    });
    const request = session.request(`${server.url}/get`).resume();
    await ended(request.suspend().resume().cancel());
    expect(server.requests).toHaveLength(0);
  });
});

describe('the cURL command of a request with a cookie storage', () => {
  const words = (description: string): string[] => description.split(/\s+/).filter((word) => word !== '\\');

  async function described(configuration: SessionConfigurationInit): Promise<string> {
    const jar = new CookieJar();
    await jar.setCookie('foo=bar; Path=/post', `${server.url}/post`);
    const session = sessions.make({
      requestSetup: 'eager',
      configuration: { cookieStorage: jar, ...configuration },
    });
    const request = session.request(`${server.url}/post`, { method: 'POST' });
    await firstValueFrom(request.onCURL);
    const description = request.cURLDescription({ showsSecrets: true });
    await ended(request.cancel());
    return description;
  }

  it('names its cookies right after the method', async () => {
    const told = words(await described({}));
    expect(told.slice(3, 7)).toEqual(['-X', 'POST', '-b', '"foo=bar"']);
    expect(told.at(-1)).toBe(`"${server.url}/post"`);
  });

  it('names none where they are not sent', async () => {
    expect(words(await described({ httpShouldSetCookies: false }))).not.toContain('-b');
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { Redirector, type RedirectHandler, type SessionError, URLRequest } from 'rxsession';
import type { Echo } from '../../examples/server/endpoints/echo.js';
import { receiveHead, send } from '../support/fault-connection.js';
import { useFaultServer } from '../support/fault-server.js';
import { ended, happened } from '../support/happenings.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';

const [server, other] = useServers(2);
const faults = useFaultServer();
const sessions = useSessions(server, other);

/** The URL of a redirect to another one. */
function movedTo(target: string, query = ''): string {
  return `${server.url}/redirect-to?url=${encodeURIComponent(target)}${query}`;
}

async function failureOf(url: string, maximumRedirects?: number): Promise<SessionError | undefined> {
  const session = sessions.make({ configuration: { maximumRedirects } });
  return (await session.request(url).serializingData().response).error;
}

/** Leads to a PATCH of another URL. */
const patching = (): RedirectHandler =>
  Redirector.modify(() => new URLRequest(`${server.url}/patch`, { method: 'PATCH' }));

describe('a redirect without a handler', () => {
  it.each([301, 302, 303, 307, 308])('with status code %i is followed', async (statusCode) => {
    const request = sessions.make().request(movedTo(`${server.url}/get`, `&statusCode=${statusCode}`));
    const { response, data, error } = await request.serializingData().response;
    expect(response).toMatchObject({ url: `${server.url}/get`, statusCode: 200 });
    expect([data !== undefined, error]).toEqual([true, undefined]);
  });

  it.each(['/redirect/5', '/absolute-redirect/5'])('is followed five times from %s', async (path) => {
    const request = sessions.make().request(server.url + path);
    const { response, data, error, metrics } = await request.serializingData().response;
    expect([response?.statusCode, data !== undefined, error]).toEqual([200, true, undefined]);
    expect(metrics).toMatchObject({ redirectCount: 5, transactions: { length: 6 } });
    expect(request.performedRequests.map(({ url }) => url)).toEqual([`${server.url}/get`]);
  });

  it.each([300, 304, 305, 306])('is none with status code %i', async (statusCode) => {
    const url = movedTo('/get', `&statusCode=${statusCode}`);
    const { response } = await sessions.make().request(url).serializingData().response;
    expect(response).toMatchObject({ url, statusCode });
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  it('is none without a Location, and its body is that of the response', async () => {
    const request = sessions.make().request(`${server.url}/redirect-without-location`);
    expect(await request.serializingString().value).toBe('nowhere\n');
  });

  it.each([
    ['a path', 'somewhere', '/somewhere'],
    ['a query alone', '?page=2', '/redirect-to?page=2'],
    ['a scheme-relative URL', '//{host}/get?there', '/get?there'],
    ['text that has to be escaped', '/get?a b=ü', '/get?a%20b=%C3%BC'],
  ])('is resolved against the URL that answered: %s', async (_what, location, target) => {
    const session = sessions.make();
    const redirected = happened(session, 'taskWillPerformHTTPRedirection');
    const to = location.replace('{host}', new URL(server.url).host);
    session.request(movedTo(to)).redirect(Redirector.doNotFollow).response().subscribe();
    expect((await redirected).newRequest.url).toBe(server.url + target);
  });

  it('keeps the fragment of the URL that was asked for', async () => {
    const request = sessions.make().request(`${movedTo('/get')}#part`);
    expect((await request.serializingData().response).response?.url).toBe(`${server.url}/get#part`);
  });

  it('is told before it is followed', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.request(movedTo('/get'));
    await request.serializingData().value;
    const [told] = recording.events.filter(({ type }) => type === 'taskWillPerformHTTPRedirection');
    expect(told).toMatchObject({
      request,
      task: request.task,
      response: { statusCode: 302 },
      newRequest: { url: `${server.url}/get` },
    });
    expect(recording.types.filter((type) => type === 'taskDidReceiveResponse')).toHaveLength(1);
  });
});

describe('a redirect handler', () => {
  it.each([['request'], ['session']])('of the %s can take the redirect as the response', async (whose) => {
    const url = movedTo('/get');
    const session = sessions.make(whose === 'session' ? { redirectHandler: Redirector.doNotFollow } : {});
    const request = session.request(url);
    if (whose === 'request') request.redirect(Redirector.doNotFollow);
    const { response, data, error } = await firstValueFrom(request);
    expect(response).toMatchObject({ url, statusCode: 302 });
    expect([data, error]).toEqual([undefined, undefined]);
  });

  it.each([['request'], ['session']])('of the %s can lead elsewhere', async (whose) => {
    const session = sessions.make(whose === 'session' ? { redirectHandler: patching() } : {});
    const request = session.request(movedTo('/get'));
    if (whose === 'request') request.redirect(patching());
    const { response, value, error } = await request.serializingJSON<Echo>().response;
    expect(response).toMatchObject({ url: `${server.url}/patch`, statusCode: 200 });
    expect([value?.method, error]).toEqual(['PATCH', undefined]);
    expect(server.requestsTo('/get')).toHaveLength(0);
  });

  it.each([
    ['of the session', Redirector.follow, undefined],
    ['of the request in the place of that of the session', Redirector.doNotFollow, Redirector.follow],
  ])('%s can follow', async (_whose, redirectHandler, own) => {
    const request = sessions.make({ redirectHandler }).request(movedTo('/get'));
    if (own !== undefined) request.redirect(own);
    const { response, data, error } = await request.serializingData().response;
    expect(response).toMatchObject({ url: `${server.url}/get`, statusCode: 200 });
    expect([data !== undefined, error]).toEqual([true, undefined]);
  });

  it('that does not follow leaves the body of the redirect to the response', async () => {
    const request = sessions.make().request(movedTo('/get', '&bytes=500')).redirect(Redirector.doNotFollow);
    expect(await request.serializingData().value).toHaveLength(500);
  });
});

describe('following', () => {
  it('ends after twenty redirects', async () => {
    const request = sessions.make().request(`${server.url}/redirect/20`);
    expect((await request.serializingData().response).response?.statusCode).toBe(200);
    const error = await failureOf(`${server.url}/redirect/21`);
    expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'httpTooManyRedirects' });
    expect(error?.message).toContain('more than 20 redirects');
    expect(error?.message).not.toContain('circle');
  });

  it.each([0, 1, 3])('ends after %i redirects where the session says so', async (maximumRedirects) => {
    const error = await failureOf(`${server.url}/redirect/9`, maximumRedirects);
    expect(error?.code).toBe('httpTooManyRedirects');
    expect(server.requests).toHaveLength(maximumRedirects + 1);
  });

  it('names the circle it went in', async () => {
    const error = await failureOf(`${server.url}/redirect-loop/a`, 5);
    const [a, b] = ['a', 'b'].map((side) => `${server.url}/redirect-loop/${side}`);
    expect(error?.message).toMatch(new RegExp(`in a circle: (${a} → ${b} → ${a}|${b} → ${a} → ${b})$`));
  });

  it.each(['ftp://127.0.0.1/file', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,hello'])(
    'does not lead to %s',
    async (target) => {
      const error = await failureOf(movedTo(target));
      expect(error).toMatchObject({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('does not lead to what is no URL', async () => {
    expect(await failureOf(movedTo('http://[:'))).toMatchObject({ code: 'badRedirect' });
  });

  it('leads on to another server, and back', async () => {
    const back = `${other.url}/redirect-to?url=${encodeURIComponent(`${server.url}/get`)}`;
    const { response } = await sessions.make().request(movedTo(back)).serializingData().response;
    expect(response?.url).toBe(`${server.url}/get`);
    expect(other.requests).toHaveLength(1);
  });

  it('uses the connection of the redirect again, whose body was no matter', async () => {
    const before = server.connections;
    const request = sessions.make().request(movedTo('/get', '&bytes=60000'));
    const { metrics } = await request.serializingData().response;
    expect(server.connections - before).toBe(1);
    expect(metrics?.transactions.map(({ isReusedConnection }) => isReusedConnection)).toEqual([false, true]);
  });

  it('does not take in a redirect body without end', async () => {
    faults.script(
      receiveHead,
      send(`HTTP/1.1 302 Found\r\nLocation: ${server.url}/get\r\nContent-Length: 99999999999\r\n\r\n`),
      send('x'.repeat(100_000)),
    );
    const request = sessions.make().request(`${faults.url}/`);
    expect((await request.serializingJSON<Echo>().response).value).toMatchObject({ method: 'GET', data: '' });
    await faults.connections[0]?.closed;
  });

  it('waits while the request is suspended', async () => {
    const session = sessions.make();
    const request = session.request(movedTo('/get')).redirect({
      redirect: (_task, newRequest) => {
        request.suspend();
        return Promise.resolve(newRequest);
      },
    });
    const suspended = happened(session, 'requestDidSuspendTask');
    const { response } = request.serializingData();
    await suspended;
    await session.request(`${server.url}/ip`).serializingData().value;
    expect(server.requestsTo('/get')).toHaveLength(0);
    request.resume();
    expect((await response).response?.url).toBe(`${server.url}/get`);
    expect(await ended(request)).toBe('finished');
  });
});

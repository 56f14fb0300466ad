import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, tap } from 'rxjs';
import {
  Adapter,
  Redirector,
  Retrier,
  RetryPolicy,
  RetryResult,
  URLRequest,
  type SessionOptions,
  type WebSocketOptions,
  type WebSocketRequest,
} from 'rxsession';
import { CookieJar } from 'rxsession/node';
import { untyped } from '../support/outcomes.js';
import { useServers } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, failureIn, kindsOf, webSocketURL } from '../support/web-sockets.js';

const [server, elsewhere] = useServers(2);
const sessions = useSessions(server, elsewhere);

const CLOSING = '/websocket?closeCode=1000&closeDelay=0';

function socketAt(url: string, options?: WebSocketOptions, session?: SessionOptions): WebSocketRequest {
  return sessions.make(session).webSocketRequest(url, options);
}

/** The headers that reached the server with the last handshake. */
function handshakeHeaders(at = server): Record<string, unknown> {
  return at.requests.at(-1)?.headers ?? {};
}

describe('the handshake of a WebSocket', () => {
  it('carries the headers of the session, of the request and of the adapters', async () => {
    const adapter = Adapter((request) =>
      request.with({ headers: request.headers.set('Authorization', 'Bearer 1') }),
    );
    const request = socketAt(
      server.url + CLOSING,
      { headers: { Cookie: 'a=1', 'X-Own': 'request' }, interceptor: undefined },
      { configuration: { headers: { 'X-Session': 'session', 'X-Own': 'session' } } },
    );
    await all(request.adapt(adapter));
    expect(handshakeHeaders()).toMatchObject({
      authorization: 'Bearer 1',
      cookie: 'a=1',
      'x-own': 'request',
      'x-session': 'session',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
    });
  });

  it.each([
    ['ws', (url: string) => url.replace('http', 'ws')],
    ['http', (url: string) => url],
    ['with a fragment', (url: string) => `${url}#part`],
  ])('is an HTTP request, whatever the scheme of the URL: %s', async (_, spelled) => {
    const request = socketAt(spelled(server.url + CLOSING));
    await all(request);
    expect(request.request?.url).toBe(spelled(server.url + CLOSING).replace('ws:', 'http:'));
    expect(request.performedRequests[0]?.method).toBe('GET');
  });

  it('is answered with a response that the request keeps', async () => {
    const request = socketAt(server.url + CLOSING, { configuration: { protocols: ['v2', 'v1'] } });
    await all(request);
    const { httpResponse, metrics } = request;
    expect([httpResponse?.statusCode, httpResponse?.headers.get('Sec-WebSocket-Protocol')]).toEqual([
      101,
      'v2',
    ]);
    expect(handshakeHeaders()['sec-websocket-protocol']).toBe('v2,v1');
    expect(metrics?.transactions[0]?.connectEnd).toBeGreaterThan(0);
  });

  it('takes subprotocols from the header that names them', async () => {
    const request = socketAt(server.url + CLOSING, { headers: { 'Sec-WebSocket-Protocol': 'one, two' } });
    expect((await all(request))[0]).toMatchObject({ kind: 'connected', protocol: 'one' });
    expect(handshakeHeaders()['sec-websocket-protocol']).toBe('one,two');
  });

  it('sends user and password of the URL as HTTP does', async () => {
    await all(socketAt(webSocketURL(server.url).replace('//', '//user:pass@') + CLOSING));
    expect(handshakeHeaders()['authorization']).toBe(`Basic ${btoa('user:pass')}`);
  });

  it('is sent again with a credential when it is challenged', async () => {
    const request = socketAt(`${server.url}${CLOSING}&user=me:secret`).authenticate('me', 'secret');
    expect(kindsOf(await all(request))).toHaveLength(4);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      `Basic ${btoa('me:secret')}`,
    ]);
  });

  it('takes the cookies of the session along, and brings those that its answer sets', async () => {
    const session = sessions.make({ configuration: { cookieStorage: new CookieJar() } });
    await all(session.webSocketRequest(`${server.url}${CLOSING}&cookie=id=17`));
    const events = await all(session.webSocketRequest(server.url + CLOSING));
    expect(kindsOf(events)).toHaveLength(4);
    expect(handshakeHeaders()['cookie']).toBe('id=17');
  });

  it('can be made by a convertible, for each attempt', async () => {
    const convertible = { asURLRequest: () => new URLRequest(webSocketURL(server.url) + CLOSING) };
    const request = sessions.make().webSocketRequest(convertible);
    expect(kindsOf(await all(request))).toHaveLength(4);
  });

  it.each([401, 403, 404, 500])(
    'that is refused with %d fails, and its answer can be read',
    async (status) => {
      const request = socketAt(`${server.url}/status/${status}`);
      const events = await all(request);
      expect(kindsOf(events)).toEqual(['completed']);
      expect(failureIn(events)).toMatchObject({ kind: 'sessionTaskFailed', code: 'badServerResponse' });
      expect(request.httpResponse?.statusCode).toBe(status);
    },
  );

  it.each([
    ['no subprotocol where one was asked for', '/websocket?protocol=none', 'badServerResponse'],
    ['no WebSocket at all', '/get', 'badServerResponse'],
  ])('fails where it is answered with %s', async (_, path, code) => {
    const request = socketAt(server.url + path, { configuration: { protocol: 'asked' } });
    expect(failureIn(await all(request))).toMatchObject({ kind: 'sessionTaskFailed', code });
  });
});

describe('a redirect of the handshake', () => {
  const redirectTo = (url: string): string => `${server.url}/redirect-to?url=${encodeURIComponent(url)}`;

  it('is followed, without secrets where it leads to another origin', async () => {
    const headers = { Authorization: 'Bearer secret', Cookie: 'id=1', 'X-Key': 'secret', 'X-Plain': 'plain' };
    const request = socketAt(
      redirectTo(elsewhere.url + CLOSING),
      { headers },
      { configuration: { secretHeaders: ['X-Key'] } },
    );
    expect(kindsOf(await all(request))).toHaveLength(4);
    const seen = handshakeHeaders(elsewhere);
    expect([seen['authorization'], seen['cookie'], seen['x-key'], seen['x-plain']]).toEqual([
      undefined,
      undefined,
      undefined,
      'plain',
    ]);
  });

  it('is the answer where it is not to be followed', async () => {
    const request = socketAt(redirectTo(server.url + CLOSING)).redirect(Redirector.doNotFollow);
    expect(failureIn(await all(request)).code).toBe('badServerResponse');
    expect(request.httpResponse?.statusCode).toBe(302);
  });
});

describe('a retry of the handshake', () => {
  it('comes after a failure before the socket is open', async () => {
    const request = socketAt(`${server.url}/status/503`, {
      interceptor: new RetryPolicy({ exponentialBackoffScale: 0 }),
    });
    expect(kindsOf(await all(request))).toEqual(['completed']);
    expect([request.retryCount, server.requests.length]).toEqual([2, 3]);
  });

  it('keeps the messages that wait for the socket', async () => {
    let count = 0;
    const session = sessions.make();
    const convertible = {
      asURLRequest: () => new URLRequest(server.url + (++count === 1 ? '/status/503' : '/websocket/echo')),
    };
    const request = session.webSocketRequest(convertible, { interceptor: Retrier(() => RetryResult.retry) });
    request.send('kept');
    const events = await all(request.pipe(tap((event) => event.kind === 'receivedMessage' && event.close())));
    expect(events).toMatchObject([{ kind: 'connected' }, { message: 'kept' }, { closeCode: 1000 }, {}]);
  });

  it('never comes once the socket was open', async () => {
    const asked: unknown[] = [];
    const interceptor = Retrier((_request, _session, error) => {
      asked.push(error);
      return RetryResult.retry;
    });
    const events = await all(socketAt(`${server.url}/websocket/drop`, { interceptor }));
    expect(failureIn(events).code).toBe('networkConnectionLost');
    expect([asked, server.requests.length]).toEqual([[], 1]);
  });
});

describe('what makes no WebSocket', () => {
  it.each([
    ['a URL that is none', 'http://[', {}, { kind: 'invalidURL' }],
    ['a scheme that is not for it', 'ftp://localhost/', {}, { code: 'unsupportedURL' }],
    ['another method', '/', { method: 'POST' }, { kind: 'createURLRequestFailed' }],
    [
      'a subprotocol that is no token',
      '/',
      { configuration: { protocol: 'a b' } },
      { kind: 'urlRequestValidationFailed' },
    ],
    [
      'a subprotocol twice',
      '/',
      { configuration: { protocols: ['a', 'a'] } },
      { kind: 'urlRequestValidationFailed' },
    ],
    ['no size at all', '/', { configuration: { maximumMessageSize: 0 } }, { kind: 'createURLRequestFailed' }],
    [
      'less than a byte',
      '/',
      { configuration: { maximumMessageSize: 0.5 } },
      { kind: 'createURLRequestFailed' },
    ],
    ['no interval', '/', { configuration: { pingInterval: -1 } }, { kind: 'createURLRequestFailed' }],
    ['no configuration', '/', { configuration: null }, { kind: 'createURLRequestFailed' }],
  ])('fails before anything is sent: %s', async (_, url, options, error) => {
    const request = socketAt(url === '/' ? server.url : url, untyped(options));
    const events = await all(request);
    expect(kindsOf(events)).toEqual(['completed']);
    expect(failureIn(events)).toMatchObject(error);
    expect(server.requests).toEqual([]);
  });

  it('fails where nobody listens', async () => {
    const request = socketAt('ws://127.0.0.1:1/');
    await expect(lastValueFrom(request.streamMessages())).rejects.toMatchObject({
      code: 'cannotConnectToHost',
    });
  });
});

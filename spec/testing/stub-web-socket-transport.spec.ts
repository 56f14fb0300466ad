import { describe, expect, it } from '@jest/globals';
import { map } from 'rxjs';
import { Session, type SessionOptions, type WebSocketOptions, type WebSocketRequest } from 'rxsession';
import { type StubWebSocket, StubWebSocketTransport } from 'rxsession/testing';
import { inVirtualTime, type VirtualTime } from '../support/virtual-session.js';
import { all, failureIn, kindsOf } from '../support/web-sockets.js';

const URL = 'wss://api.example.com/socket';

/** A request whose server, and whose session, keep virtual time. */
function socketIn(
  { scheduler }: VirtualTime,
  serve: (socket: StubWebSocket) => void,
  options?: WebSocketOptions,
  session?: SessionOptions,
): WebSocketRequest {
  const webSocketTransport = new StubWebSocketTransport(serve, { scheduler });
  return new Session({ webSocketTransport, rootQueue: scheduler, ...session }).webSocketRequest(URL, options);
}

/** Each event by its first letter. */
const letters = map(({ kind }: { kind: string }) => kind.charAt(0));

describe('a stub of WebSockets', () => {
  it('plays a server that echoes', async () => {
    const webSocketTransport = new StubWebSocketTransport((socket) => {
      socket.onMessage = (message) => {
        socket.send(message);
        socket.close(1001, 'enough');
      };
      socket.accept();
    });
    const request = new Session({ webSocketTransport }).webSocketRequest(URL, {
      configuration: { protocol: 'v1' },
    });
    request.send('hello');
    expect(await all(request)).toMatchObject([
      { kind: 'connected', protocol: 'v1' },
      { kind: 'receivedMessage', message: 'hello' },
      { kind: 'disconnected', closeCode: 1001, reason: 'enough' },
      { kind: 'completed', completion: { error: undefined, response: { statusCode: 101 } } },
    ]);
    expect(webSocketTransport.sockets[0]?.received).toEqual(['hello']);
  });

  it('refuses, and fails where what plays the server throws', async () => {
    const refusing = new StubWebSocketTransport((socket) => {
      socket.refuse(403);
    });
    const throwing = new StubWebSocketTransport(() => {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    });
    const codes = [refusing, throwing].map(async (webSocketTransport) =>
      failureIn(await all(new Session({ webSocketTransport }).webSocketRequest(URL))),
    );
    expect((await Promise.all(codes)).map(({ code }) => code)).toEqual([
      'badServerResponse',
      'cannotConnectToHost',
    ]);
  });

  it('has no more means than it is given', async () => {
    const webSocketTransport = new StubWebSocketTransport(() => undefined, {
      capabilities: { pings: false },
    });
    const request = new Session({ webSocketTransport }).webSocketRequest(URL, {
      configuration: { pingInterval: 1 },
    });
    const events = await all(request);
    expect([kindsOf(events), failureIn(events).kind]).toEqual([['completed'], 'unsupported']);
  });
});

describe('a WebSocket in virtual time', () => {
  it('tells of messages when they come', () => {
    inVirtualTime((time) => {
      const request = socketIn(time, (socket) => {
        time.at(2, () => socket.accept());
        time.at(5, () => socket.send('five'));
        time.at(9, () => socket.close());
      });
      time.expectObservable(request.pipe(letters)).toBe('--c--r---(dc|)');
    });
  });

  it('is pinged an interval after it is open, and after each pong', () => {
    inVirtualTime((time) => {
      const pings: number[] = [];
      const serve = (socket: StubWebSocket): void => {
        socket.onPing = (pong) => {
          pings.push(time.scheduler.now());
          time.scheduler.schedule(pong, 3);
        };
        socket.accept();
        time.at(40, () => socket.close());
      };
      const request = socketIn(time, serve, { configuration: { pingInterval: 10 } });
      time.expectObservable(request.pipe(letters)).toBe('c 39ms (dc|)');
      time.flush();
      expect(pings).toEqual([10, 23, 36]);
    });
  });

  it('fails when a pong takes longer than the timeoutInterval, and not because nothing is said', () => {
    inVirtualTime((time) => {
      const serve = (socket: StubWebSocket): void => {
        socket.onPing = () => undefined;
        socket.accept();
      };
      const silence = { configuration: { timeoutIntervalForRequest: 50 } };
      const request = socketIn(time, serve, { configuration: { pingInterval: 1000 } }, silence);
      time
        .expectObservable(request.streamMessages())
        .toBe('1050ms #', undefined, expect.objectContaining({ code: 'timedOut' }));
    });
  });

  it.each([
    ['the end of the closing handshake', { timeoutIntervalForRequest: 50 }, '60ms #'],
    ['the whole', { timeoutIntervalForResource: 40 }, '40ms #'],
  ])('fails when it takes too long: %s', (_, configuration, marbles) => {
    inVirtualTime((time) => {
      const serve = (socket: StubWebSocket): void => {
        socket.onClose = () => undefined;
        socket.accept();
      };
      const request = socketIn(time, serve, {}, { configuration });
      time.at(10, () => request.close());
      const timedOut: unknown = expect.objectContaining({ code: 'timedOut' });
      time.expectObservable(request.streamMessages()).toBe(marbles, undefined, timedOut);
    });
  });

  it('fails when it is not closed in time, whatever the server has to say meanwhile', () => {
    inVirtualTime((time) => {
      const serve = (socket: StubWebSocket): void => {
        socket.onClose = () => undefined;
        socket.accept();
        for (const when of [20, 40, 55, 70]) time.at(when, () => socket.send('more'));
      };
      const silence = { configuration: { timeoutIntervalForRequest: 50 } };
      const request = socketIn(time, serve, {}, silence);
      time.at(10, () => request.close());
      time.expectObservable(request.pipe(letters)).toBe('c 19ms r 19ms r 14ms r 4ms (c|)');
    });
  });

  it('does not count the time in which it is suspended', () => {
    inVirtualTime((time) => {
      const serve = (socket: StubWebSocket): void => {
        socket.onPing = (pong) => time.scheduler.schedule(pong, 40);
        socket.accept();
        time.at(300, () => socket.close());
      };
      const silence = { configuration: { timeoutIntervalForRequest: 50 } };
      const request = socketIn(time, serve, { configuration: { pingInterval: 10 } }, silence);
      time.at(20, () => request.suspend());
      time.at(200, () => request.resume());
      time.expectObservable(request.pipe(letters)).toBe('c 299ms (dc|)');
    });
  });
});

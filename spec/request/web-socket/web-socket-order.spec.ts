import { describe, expect, it } from '@jest/globals';
import { Session, type WebSocketRequest } from 'rxsession';
import { type StubWebSocket, StubWebSocketTransport } from 'rxsession/testing';
import { inVirtualTime, type VirtualTime } from '../../support/virtual-session.js';

/** A socket that is open at frame 1, and its server side. */
function openSocket({ scheduler }: VirtualTime): { request: WebSocketRequest; socket: () => StubWebSocket } {
  const webSocketTransport = new StubWebSocketTransport(
    (stub) => {
      stub.accept();
    },
    { scheduler },
  );
  const request = new Session({ webSocketTransport, rootQueue: scheduler }).webSocketRequest(
    'wss://a.example/',
  );
  return { request, socket: () => webSocketTransport.sockets[0] as StubWebSocket };
}

describe('messages of a WebSocket', () => {
  it('leave in the order of the calls, also when a listener answers before the turn of an earlier one', () => {
    inVirtualTime((time) => {
      const { request, socket } = openSocket(time);
      request.streamMessages().subscribe((message) => request.send(`answer to ${String(message)}`));
      time.at(1, () => {
        socket().send('one');
        request.send('first');
      });
      time.at(2, () => {
        socket().close();
      });
      time.flush();
      expect(socket().received).toEqual(['first', 'answer to one']);
    });
  });

  it('arrive in their order with pongs between them', () => {
    inVirtualTime((time) => {
      const { request, socket } = openSocket(time);
      const seen: unknown[] = [];
      request.streamMessages().subscribe((message) => seen.push(message));
      time.at(1, () => {
        let pong = (): void => undefined;
        socket().onPing = (answer) => (pong = answer);
        request.sendPing(({ kind }) => seen.push(kind));
        time.scheduler.schedule(() => {
          socket().send('1');
          socket().send('2');
          pong();
          socket().send('3');
        }, 1);
      });
      time.at(5, () => {
        socket().close();
      });
      time.flush();
      expect(seen).toEqual(['1', '2', 'pong', '3']);
    });
  });

  it('that have arrived together reach a listener that joins among them from then on', () => {
    inVirtualTime((time) => {
      const { request, socket } = openSocket(time);
      const [first, second]: [unknown[], unknown[]] = [[], []];
      request.streamMessages().subscribe((message) => {
        first.push(message);
        if (message === '2') request.streamMessages().subscribe((later) => second.push(later));
      });
      time.at(1, () => {
        for (const message of ['1', '2', '3', '4']) socket().send(message);
      });
      time.at(5, () => {
        socket().close();
      });
      time.flush();
      expect([first, second]).toEqual([
        ['1', '2', '3', '4'],
        ['3', '4'],
      ]);
    });
  });
});

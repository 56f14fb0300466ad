import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import type { WebSocketRequest } from 'rxsession';
import type { WebSocketTransport } from 'rxsession/transport';
import { type StubWebSocket, StubWebSocketTransport } from 'rxsession/testing';
import { untyped } from '../support/outcomes.js';
import { reportedErrors } from '../support/reported-errors.js';
import { useSessions } from '../support/sessions.js';
import { all, failureIn, kindsOf } from '../support/web-sockets.js';

const sessions = useSessions();
const reported = reportedErrors();

const capabilities = { headers: true, pings: true, visibleRedirects: true };

function over(webSocketTransport: WebSocketTransport): WebSocketRequest {
  return sessions.make({ webSocketTransport }).webSocketRequest('wss://api.example.com/socket');
}

/** A request whose socket is accepted, once its connection is made to explode at what is named. */
function exploding(at: 'ping' | 'suspend' | 'resume' | 'close' | 'send' | 'cancel'): WebSocketRequest {
  const serve = (socket: StubWebSocket): void => {
    socket.connection[at] = explode;
    socket.accept();
  };
  return over(new StubWebSocketTransport(serve));
}

function explode(): never {
  throw new Error('boom');
}

describe('a transport of WebSockets', () => {
  it.each([undefined, null, 42])('that gives %j instead of a connection fails the request', async (given) => {
    const events = await all(over({ capabilities, open: () => untyped(given) }));
    expect(failureIn(events)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown' });
  });

  it('that gives no connection, but opens, is not believed', async () => {
    const open: WebSocketTransport['open'] = (_, client) => {
      client.didOpen(undefined);
      return untyped(undefined);
    };
    expect(kindsOf(await all(over({ capabilities, open })))).toEqual(['completed']);
  });

  it('that is told nothing of itself fails the request', async () => {
    const events = await all(over(untyped({ open: () => ({}) })));
    expect(failureIn(events)).toMatchObject({ kind: 'sessionTaskFailed' });
  });
});

describe('a connection of a WebSocket', () => {
  it('that throws when it is pinged says so to whoever sent the ping', async () => {
    const request = exploding('ping');
    const events = all(request);
    await firstValueFrom(request);
    expect(await firstValueFrom(request.sendPing())).toMatchObject({
      kind: 'error',
      error: { kind: 'sessionTaskFailed', cause: { message: 'boom' } },
    });
    request.close();
    expect(kindsOf(await events)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('that throws when it is suspended, or resumed, opens all the same', async () => {
    const request = exploding('suspend');
    const events = all(request);
    request.suspend().resume().suspend();
    await reported.reported(1);
    request.close();
    expect(kindsOf(await events)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('that throws when it is closed fails the request', async () => {
    const request = exploding('close');
    const events = all(request);
    await firstValueFrom(request);
    request.close();
    expect(failureIn(await events)).toMatchObject({ kind: 'sessionTaskFailed', cause: { message: 'boom' } });
  });

  it('that throws when it is to send says so to the sender', async () => {
    const request = exploding('send');
    const events = all(request);
    await expect(lastValueFrom(request.send('text'))).rejects.toMatchObject({ cause: { message: 'boom' } });
    request.close();
    expect(kindsOf(await events)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('that throws when it is cancelled ends all the same', async () => {
    const request = exploding('cancel');
    const events = all(request);
    await firstValueFrom(request);
    request.cancel();
    expect(failureIn(await events).kind).toBe('explicitlyCancelled');
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, tap } from 'rxjs';
import type { SessionOptions, WebSocketOptions, WebSocketRequest } from 'rxsession';
import type { WebSocketEvent, WebSocketMessage } from 'rxsession/websocket';
import { untyped } from '../support/outcomes.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, failureIn, kindsOf } from '../support/web-sockets.js';

const server = useServer();
const sessions = useSessions(server);

function socketAt(path: string, options?: WebSocketOptions, session?: SessionOptions): WebSocketRequest {
  return sessions.make(session).webSocketRequest(server.url + path, options);
}

/** A request that is connected, and all that happens to it from then on. */
async function connected(
  path: string,
  options?: WebSocketOptions,
  session?: SessionOptions,
): Promise<{ request: WebSocketRequest; rest: Promise<WebSocketEvent<WebSocketMessage>[]> }> {
  const request = socketAt(path, options, session);
  const rest = all(request);
  await firstValueFrom(request);
  return { request, rest };
}

describe('the life of a WebSocketRequest', () => {
  it('begins with the first who listens, and ends finished', async () => {
    const request = socketAt('/websocket?closeCode=1000');
    const states: string[] = [];
    request.states.subscribe((state) => states.push(state));
    await all(request.streamMessages());
    expect(states).toEqual(['initialized', 'resumed', 'finished']);
  });

  it('is told to monitors as that of any request', async () => {
    const { session, recording } = sessions.recorded();
    const request = session.webSocketRequest(`${server.url}/websocket?closeCode=1000`);
    await all(request);
    expect(recording.typesOf(request)).toEqual([
      'requestDidResume',
      'requestDidCreateInitialURLRequest',
      'requestDidCreateURLRequest',
      'requestDidCreateTask',
      'requestDidResumeTask',
      'taskDidReceiveResponse',
      'taskDidFinishCollectingMetrics',
      'requestDidGatherMetrics',
      'taskDidComplete',
      'requestDidCompleteTask',
      'requestDidFinish',
    ]);
  });

  it('is cancelled by the last who leaves', async () => {
    const request = socketAt('/websocket/echo');
    await firstValueFrom(request);
    await server.whenDisconnected();
    expect(request.state).toBe('cancelled');
    expect(await server.requests[0]?.webSocketClosed).toMatchObject({ code: 1001 });
  });

  it('ends with explicitlyCancelled for all when it is cancelled', async () => {
    const { request, rest } = await connected('/websocket/echo');
    request.cancel();
    const events = await rest;
    expect(kindsOf(events)).toEqual(['connected', 'completed']);
    expect(failureIn(events).kind).toBe('explicitlyCancelled');
    await expect(lastValueFrom(request.streamMessages())).rejects.toMatchObject({
      kind: 'explicitlyCancelled',
    });
  });

  it('is cancelled by its signal', async () => {
    const abort = new AbortController();
    const { rest } = await connected('/websocket/echo', { signal: abort.signal });
    abort.abort();
    expect(failureIn(await rest).kind).toBe('explicitlyCancelled');
  });

  it('is cancelled by closing what is not connected yet', async () => {
    server.hold('/websocket/echo');
    const request = socketAt('/websocket/echo');
    const events = all(request);
    await server.nextRequest('/websocket/echo');
    request.close();
    expect(failureIn(await events).kind).toBe('explicitlyCancelled');
    await server.whenDisconnected();
  });

  it('ends with its session', async () => {
    const session = sessions.make();
    const request = session.webSocketRequest(`${server.url}/websocket/echo`);
    const events = all(request);
    await firstValueFrom(request);
    session.invalidateAndCancel();
    expect(failureIn(await events).kind).toBe('sessionInvalidated');
    expect(failureIn(await all(session.webSocketRequest(server.url))).kind).toBe('sessionInvalidated');
  });

  it('keeps the session going that finishes its tasks', async () => {
    const session = sessions.make();
    const request = session.webSocketRequest(`${server.url}/websocket/echo`);
    const events = all(request.pipe(tap((event) => event.kind === 'receivedMessage' && event.close())));
    await firstValueFrom(request);
    session.finishTasksAndInvalidate();
    request.send('last');
    expect(kindsOf(await events)).toEqual(['connected', 'receivedMessage', 'disconnected', 'completed']);
  });

  it('takes nothing in while it is suspended', async () => {
    const { request, rest } = await connected('/websocket/flood');
    request.suspend();
    expect(await server.requests[0]?.stalledOrEnded()).toBe('stalled');
    request.cancel();
    expect(failureIn(await rest).kind).toBe('explicitlyCancelled');
  });

  it('can be closed while it is suspended', async () => {
    const { request, rest } = await connected('/websocket/echo');
    request.suspend().close();
    expect(kindsOf(await rest)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('waits to be resumed where it does not start by itself', async () => {
    const request = socketAt('/websocket?closeCode=1000', { shouldAutomaticallyResume: false });
    const events = all(request);
    expect(request.state).toBe('initialized');
    request.resume();
    expect(kindsOf(await events)).toHaveLength(4);
  });
});

describe('the time a WebSocket takes', () => {
  const impatient = { configuration: { timeoutIntervalForRequest: 50 } };

  it('is bounded for the handshake', async () => {
    server.hold('/websocket/echo');
    expect(failureIn(await all(socketAt('/websocket/echo', {}, impatient))).code).toBe('timedOut');
  });
});

describe('what cannot be sent', () => {
  it.each([
    ['a code below all codes', { code: 999 }],
    ['a code that is never sent', { code: 1005 }],
    ['a code that is no number', { code: untyped('1000') }],
    ['a reason that is too long', { reason: 'ö'.repeat(62) }],
  ])('ends the request as unsupported: closing with %s', async (_, closure) => {
    const { request, rest } = await connected('/websocket/echo');
    request.close(closure);
    expect(failureIn(await rest).kind).toBe('unsupported');
  });

  it('is refused alone: a message that is neither text nor bytes', async () => {
    const { request, rest } = await connected('/websocket/echo');
    await expect(lastValueFrom(request.send(untyped({})))).rejects.toMatchObject({ kind: 'unsupported' });
    request.close();
    expect(kindsOf(await rest)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('is told to whoever sent it: a message of a request that has ended', async () => {
    const { request, rest } = await connected('/websocket?closeCode=1000');
    await rest;
    await expect(lastValueFrom(request.send('late'))).rejects.toMatchObject({
      code: 'networkConnectionLost',
    });
  });

  it('is told to whoever sent it: a message that waits for a socket that is never opened', async () => {
    const request = socketAt('/status/403');
    const sent = lastValueFrom(request.send('never'));
    await Promise.all([all(request), expect(sent).rejects.toMatchObject({ code: 'badServerResponse' })]);
  });
});

describe('a connection that is lost', () => {
  it('fails the request after the messages that came before', async () => {
    const events = await all(socketAt('/websocket/drop'));
    expect(kindsOf(events)).toEqual(['connected', 'receivedMessage', 'completed']);
    expect(failureIn(events)).toMatchObject({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { concatMap, firstValueFrom, from, lastValueFrom, ReplaySubject, take, toArray } from 'rxjs';
import type { DecodableSchema, WebSocketRequest } from 'rxsession';
import { type StubWebSocket, StubWebSocketTransport } from 'rxsession/testing';
import { turns } from '../support/happenings.js';
import { useSessions } from '../support/sessions.js';
import { all, failureIn, kindsOf } from '../support/web-sockets.js';

const sessions = useSessions();

/** A schema that takes its time: it answers when it is told to, and says so when it is asked. */
function patientSchema(): { schema: DecodableSchema<unknown>; asked: ReplaySubject<() => void> } {
  const asked = new ReplaySubject<() => void>();
  const validate = (value: unknown): Promise<{ value: unknown }> =>
    new Promise((resolve) => {
      asked.next(() => {
        resolve({ value });
      });
    });
  return { schema: { '~standard': { version: 1, vendor: 'patience', validate } }, asked };
}

/** A request whose server sends so many numbers, and how often its socket is held and let go. */
function numbers(count: number): { request: WebSocketRequest; flow: string[] } {
  const flow: string[] = [];
  const serve = (socket: StubWebSocket): void => {
    const { suspend, resume } = socket.connection;
    socket.connection.suspend = () => {
      flow.push('held');
      suspend();
    };
    socket.connection.resume = () => {
      flow.push('released');
      resume();
    };
    socket.accept();
    for (let n = 0; n < count; n += 1) socket.send(String(n));
  };
  const webSocketTransport = new StubWebSocketTransport(serve);
  return { request: sessions.make({ webSocketTransport }).webSocketRequest('wss://api.example.com/'), flow };
}

describe('a schema that takes its time', () => {
  it('keeps the order of messages and of the end', async () => {
    const { request } = numbers(3);
    const { schema, asked } = patientSchema();
    const events = all(request.streamDecodableEvents(schema));
    asked.pipe(concatMap((answer) => from(turns().then(answer)))).subscribe();
    request.subscribe(({ kind }) => {
      if (kind === 'connected') request.close();
    });
    expect((await events).map((event) => ('message' in event ? event.message : event.kind))).toEqual([
      'connected',
      0,
      1,
      2,
      'disconnected',
      'completed',
    ]);
  });

  it('slows the socket down once many messages wait, and lets it go when none does', async () => {
    const { request, flow } = numbers(40);
    const { schema, asked } = patientSchema();
    const values = lastValueFrom(request.streamDecodable(schema).pipe(take(40), toArray()));
    await turns();
    expect(flow).toEqual(['held']);
    asked.subscribe((answer) => {
      answer();
    });
    expect(await values).toEqual([...Array(40).keys()]);
    expect(flow).toEqual(['held', 'released']);
  });

  it('lets the socket go when it is left', async () => {
    const { request, flow } = numbers(40);
    const events = all(request);
    const left = request.streamDecodable(patientSchema().schema).subscribe();
    await turns();
    left.unsubscribe();
    expect(flow).toEqual(['held', 'released']);
    request.close();
    expect(await events).toHaveLength(43);
  });

  it('holds no cancellation up', async () => {
    const { request } = numbers(3);
    const { schema, asked } = patientSchema();
    const events = all(request.streamDecodableEvents(schema));
    await firstValueFrom(asked);
    request.cancel();
    expect(kindsOf(await events)).toEqual(['connected', 'completed']);
    expect(failureIn(await events).kind).toBe('explicitlyCancelled');
  });
});

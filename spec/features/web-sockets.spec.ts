import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, lastValueFrom, tap } from 'rxjs';
import { type WebSocketOptions, type WebSocketRequest } from 'rxsession';
import { WebSocketCloseCode, type WebSocketEvent, type WebSocketMessage } from 'rxsession/websocket';
import { z } from 'zod';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, CLOSED, kindsOf, webSocketURL } from '../support/web-sockets.js';

const server = useServer();
const sessions = useSessions(server);

const CLOSING = '/websocket?closeCode=1000&closeDelay=0';

const Payload = z.object({ id: z.number(), url: z.string(), headers: z.record(z.string(), z.string()) });

function socketAt(path: string, options?: WebSocketOptions): WebSocketRequest {
  return sessions.make().webSocketRequest(webSocketURL(server.url + path), options);
}

function eventsAt(
  path: string,
  configuration?: { protocol: string },
): Promise<WebSocketEvent<WebSocketMessage>[]> {
  return all(socketAt(path, { configuration }).streamMessageEvents());
}

/** Notes what happens to a request, told by several handlers, in the order it is told. */
function told(
  ...handlers: [name: string, events: ReturnType<WebSocketRequest['streamMessageEvents']>][]
): string[] {
  const notes: string[] = [];
  for (const [name, events] of handlers) events.subscribe(({ kind }) => notes.push(`${name} ${kind}`));
  return notes;
}

describe('the events of a WebSocket', () => {
  it('are connected, the message, disconnected and completed', async () => {
    const events = await eventsAt(CLOSING);
    expect(events).toMatchObject([
      { kind: 'connected', protocol: undefined },
      { kind: 'receivedMessage', message: expect.any(Uint8Array) },
      ...CLOSED,
    ]);
  });

  it('are the same for a URL with parameters', async () => {
    const parameters = { closeCode: 1000, closeDelay: 0 };
    const events = await all(socketAt('/websocket', { parameters }).streamMessageEvents());
    expect(events).toMatchObject([
      { kind: 'connected', protocol: undefined },
      { kind: 'receivedMessage', message: expect.any(Uint8Array) },
      ...CLOSED,
    ]);
    expect(server.requestsTo('/websocket')[0]?.target).toBe(CLOSING);
  });

  it('hold what a schema has made of the message', async () => {
    const request = socketAt('/websocket/payloads/1?closeCode=1000&closeDelay=0');
    const url = `${server.url}/websocket/payloads/1?closeCode=1000&closeDelay=0`;
    expect(await all(request.streamDecodableEvents(Payload))).toMatchObject([
      { kind: 'connected', protocol: undefined },
      { kind: 'receivedMessage', message: { id: 0, url } },
      ...CLOSED,
    ]);
  });

  it('name the subprotocol that was asked for and chosen', async () => {
    const events = await eventsAt(CLOSING, { protocol: 'protocol' });
    expect(events).toMatchObject([
      { kind: 'connected', protocol: 'protocol' },
      { kind: 'receivedMessage' },
      ...CLOSED,
    ]);
    expect(server.requestsTo('/websocket')[0]?.headers['sec-websocket-protocol']).toBe('protocol');
  });

  it('are as many messages as were sent', async () => {
    const events = await eventsAt('/websocket/payloads/5?closeCode=1000&closeDelay=0');
    const message = { kind: 'receivedMessage' };
    expect(events).toMatchObject([
      { kind: 'connected', protocol: undefined },
      ...[message, message, message, message, message],
      ...CLOSED,
    ]);
  });

  it('tell of no failure when the server goes away', async () => {
    expect(await eventsAt('/websocket?closeCode=1001&closeDelay=0')).toMatchObject([
      { kind: 'connected' },
      { kind: 'receivedMessage' },
      { kind: 'disconnected', closeCode: WebSocketCloseCode.goingAway, reason: undefined },
      { kind: 'completed', completion: { error: undefined } },
    ]);
  });

  it('tell why the server has closed the socket', async () => {
    const events = await eventsAt('/websocket?closeCode=4001&closeReason=too%20%E2%80%9Clate%E2%80%9D');
    expect(events[2]).toMatchObject({ kind: 'disconnected', closeCode: 4001, reason: 'too “late”' });
  });

  it('are told to all handlers, each stage before the next', async () => {
    const request = socketAt('/websocket?closeCode=1001&closeDelay=0');
    const notes = told(['first', request.streamMessageEvents()], ['second', request.streamMessageEvents()]);
    const [first, second] = await Promise.all([all(request), all(request.streamMessageEvents())]);
    const stages = ['connected', 'receivedMessage', 'disconnected', 'completed'];
    expect(notes).toEqual(stages.flatMap((kind) => [`first ${kind}`, `second ${kind}`]));
    expect(first).toEqual(second);
    expect(first[2]).toMatchObject({ closeCode: 1001, reason: undefined });
    expect(server.requestsTo('/websocket')).toHaveLength(1);
  });

  it('are the completion alone for one who comes late', async () => {
    const request = socketAt(CLOSING);
    await all(request);
    expect(await all(request)).toMatchObject([{ kind: 'completed', completion: { error: undefined } }]);
    expect(await all(request.streamMessages())).toEqual([]);
  });
});

describe('the messages of a WebSocket', () => {
  it('come before the completion that another handler is told of', async () => {
    const request = socketAt(CLOSING);
    const order: unknown[] = [];
    request.streamMessages().subscribe((message) => order.push(message));
    await lastValueFrom(
      request.streamMessageEvents().pipe(tap(({ kind }) => kind === 'completed' && order.push(kind))),
    );
    expect(order).toEqual([expect.any(Uint8Array), 'completed']);
  });

  it('are values where a schema reads them', async () => {
    const request = socketAt(CLOSING);
    const order: unknown[] = [];
    request.streamDecodable(Payload).subscribe(({ url }) => order.push(url));
    await lastValueFrom(
      request.streamMessageEvents().pipe(tap(({ kind }) => kind === 'completed' && order.push(kind))),
    );
    expect(order).toEqual([server.url + CLOSING, 'completed']);
  });

  it.each([
    ['text', 'grüße 👋'],
    ['empty text', ''],
    ['bytes', Uint8Array.of(0, 255, 128)],
    ['no bytes', new Uint8Array()],
    ['a view of bytes', Uint8Array.of(1, 2, 3, 4).subarray(1, 3)],
  ])('are sent and come back as they were: %s', async (_, message) => {
    const request = socketAt('/websocket/echo');
    const echoed = firstValueFrom(request.streamMessages());
    await lastValueFrom(request.send(message));
    expect(await echoed).toEqual(message);
  });

  it('are completed before their echo comes, and closing from an event closes normally', async () => {
    const request = socketAt('/websocket/echo');
    const notes: unknown[] = [];
    await lastValueFrom(
      request.streamMessageEvents().pipe(
        tap((event) => {
          notes.push(event.kind === 'receivedMessage' ? event.message : event.kind);
          if (event.kind === 'connected')
            request.send('Echo').subscribe({ complete: () => notes.push('sent') });
          if (event.kind === 'receivedMessage') event.close({ code: WebSocketCloseCode.normalClosure });
          if (event.kind === 'disconnected') expect(event).toMatchObject(CLOSED[0]);
          if (event.kind === 'completed') expect(event).toMatchObject(CLOSED[1]);
        }),
      ),
    );
    expect(notes).toEqual(['connected', 'sent', 'Echo', 'disconnected', 'completed']);
    expect([request.state, request.error]).toEqual(['finished', undefined]);
    expect(await server.requestsTo('/websocket/echo')[0]?.webSocketClosed).toEqual({
      code: 1000,
      reason: '',
    });
  });

  it('that are given before the socket is open leave in their order once it is', async () => {
    const request = socketAt('/websocket/echo');
    const sent = ['one', 'two', 'three'].map((message) => lastValueFrom(request.send(message)));
    const messages = all(
      request.streamMessages().pipe(tap((message) => message === 'three' && request.close())),
    );
    await Promise.all(sent);
    expect(await messages).toEqual(['one', 'two', 'three']);
  });

  it('that are not as expected are events of their own, and the next ones come', async () => {
    const request = socketAt('/websocket/echo');
    const schema = z.object({ id: z.number() });
    for (const message of ['{"id":1}', 'no JSON', '{"id":"two"}', '{"id":3}']) request.send(message);
    const events = request.streamDecodableEvents(schema).pipe(
      tap((event) => {
        if (event.kind === 'receivedMessage' && event.message.id === 3) event.close();
      }),
    );
    const failed = { kind: 'serializerFailed', error: { kind: 'responseSerializationFailed' } };
    expect((await all(events)).slice(1)).toMatchObject([
      { message: { id: 1 } },
      failed,
      failed,
      { message: { id: 3 } },
      ...CLOSED,
    ]);
  });

  it('end with an error at the first that is not as expected, where values are asked for', async () => {
    const request = socketAt('/websocket/echo');
    request.send('no JSON');
    await expect(all(request.streamDecodable(Payload))).rejects.toMatchObject({
      kind: 'responseSerializationFailed',
      reason: { kind: 'decodingFailed' },
    });
  });

  it('survive compression', async () => {
    const request = socketAt('/websocket/echo?deflate=yes');
    const message = 'again and '.repeat(10_000);
    const echoed = firstValueFrom(request.streamMessages());
    request.send(message);
    expect(await echoed).toBe(message);
    expect(request.httpResponse?.headers.get('Sec-WebSocket-Extensions')).toMatch(/^permessage-deflate/);
  });
});

describe('pings', () => {
  it('are answered, each once', async () => {
    const request = socketAt('/websocket/echo');
    const responses: string[] = [];
    request.send('Echo');
    const ping = (): void => {
      request.sendPing(({ kind }) => {
        responses.push(kind);
        if (responses.length === 100) request.close({ code: WebSocketCloseCode.normalClosure });
      });
    };
    const events = await all(
      request.streamMessageEvents().pipe(
        tap((event) => {
          if (event.kind === 'receivedMessage') for (let count = 0; count < 100; count += 1) ping();
        }),
      ),
    );
    expect(responses).toEqual(Array.from({ length: 100 }, () => 'pong'));
    expect(events).toMatchObject([{ kind: 'connected' }, { message: 'Echo' }, ...CLOSED]);
  });

  it('are sent at the interval of the configuration', async () => {
    const request = socketAt('/websocket/ping/5', { configuration: { pingInterval: 10 } });
    expect(await all(request)).toMatchObject([
      { kind: 'connected', protocol: undefined },
      { kind: 'disconnected', closeCode: 1001, reason: undefined },
      { kind: 'completed', completion: { error: undefined } },
    ]);
  });

  it('tell how long the pong took', async () => {
    const request = socketAt('/websocket/echo');
    const ponged = new Promise((resolve) => {
      request.subscribe(({ kind }) => {
        if (kind === 'connected') request.sendPing().subscribe(resolve);
        if (kind === 'connected') request.sendPing(() => request.close());
      });
    });
    const { start, end, latency } = (await ponged) as { start: number; end: number; latency: number };
    expect(latency).toBe(end - start);
    await lastValueFrom(request);
  });

  it('are unsent before the socket is open, and once it is closed', async () => {
    const request = socketAt(CLOSING);
    expect(await lastValueFrom(request.sendPing())).toEqual({ kind: 'unsent' });
    await lastValueFrom(request);
    expect(await lastValueFrom(request.sendPing())).toEqual({ kind: 'unsent' });
  });
});

describe('the largest message', () => {
  it('is that of the configuration: a larger one fails the request', async () => {
    const request = socketAt(CLOSING, { configuration: { maximumMessageSize: 1 } });
    const events = await all(request);
    expect([kindsOf(events)[0], kindsOf(events).at(-1)]).toEqual(['connected', 'completed']);
    expect(request.error).toMatchObject({ kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum' });
    const { code } = await server.requestsTo('/websocket')[0]!.webSocketClosed;
    expect(code).toBe(WebSocketCloseCode.messageTooBig);
  });

  it.each([
    [1_048_576, 'receivedMessage'],
    [1_048_577, 'completed'],
  ])('is one of 1 048 576 bytes unless told otherwise: %d', async (length, kind) => {
    const request = socketAt('/websocket/echo');
    request.send(new Uint8Array(length));
    const events = await all(request.pipe(tap((event) => event.kind === 'receivedMessage' && event.close())));
    expect(events[1]?.kind).toBe(kind);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { WebSocketRequest } from 'rxsession';
import type { WebSocketEvent, WebSocketMessage } from 'rxsession/websocket';
import { z } from 'zod';
import { turns } from '../support/happenings.js';
import { useServer } from '../support/server.js';
import { useSessions } from '../support/sessions.js';
import { all, kindsOf, webSocketURL } from '../support/web-sockets.js';

const server = useServer();
const sessions = useSessions(server);

const CLOSING = '/websocket?closeCode=1000&closeDelay=0';

function socketAt(path: string): WebSocketRequest {
  return sessions.make().webSocketRequest(webSocketURL(server.url + path));
}

async function collected<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** The first value; then the iteration is left, as `break` leaves a loop. */
async function firstOf<T>(values: AsyncIterable<T>): Promise<T | undefined> {
  const iterator = values[Symbol.asyncIterator]();
  const { value } = (await iterator.next()) as IteratorResult<T, undefined>;
  await iterator.return?.();
  return value;
}

describe('a WebSocketTask', () => {
  it('streams the four events of a message, and ends', async () => {
    const events: WebSocketEvent<WebSocketMessage>[] = [];
    for await (const event of socketAt(CLOSING).webSocketTask().streamingMessageEvents()) events.push(event);
    expect(kindsOf(events)).toEqual(['connected', 'receivedMessage', 'disconnected', 'completed']);
  });

  it('streams one message, and ends', async () => {
    expect(await collected(socketAt(CLOSING).webSocketTask().streamingMessages())).toHaveLength(1);
  });

  it('streams values that a schema reads', async () => {
    const task = socketAt('/websocket/payloads/3?closeCode=1000').webSocketTask();
    expect(await collected(task.streamingDecodable(z.object({ id: z.number() })))).toEqual([
      { id: 0 },
      { id: 1 },
      { id: 2 },
    ]);
  });

  it('streams events of a schema', async () => {
    const task = socketAt(CLOSING).webSocketTask();
    const events = await collected(task.streamingDecodableEvents(z.object({ id: z.string() })));
    expect(kindsOf(events)).toEqual(['connected', 'serializerFailed', 'disconnected', 'completed']);
  });

  it('throws in the loop when the request fails', async () => {
    const messages: WebSocketMessage[] = [];
    const reading = (async () => {
      for await (const message of socketAt('/websocket/drop').webSocketTask().streamingMessages())
        messages.push(message);
    })();
    await expect(reading).rejects.toMatchObject({ kind: 'sessionTaskFailed', code: 'networkConnectionLost' });
    expect(messages).toEqual(['last']);
  });

  it('cancels the request when the loop is left, and the server learns that nobody is there', async () => {
    const request = socketAt('/websocket/payloads/5');
    await firstOf(request.webSocketTask().streamingMessages());
    expect(request.state).toBe('cancelled');
    expect(await server.requestsTo('/websocket/payloads/5')[0]?.webSocketClosed).toMatchObject({
      code: 1001,
    });
  });

  it('goes on when the loop is left and was not to cancel', async () => {
    const request = socketAt('/websocket/echo');
    const task = request.webSocketTask();
    const event = await firstOf(task.streamingMessageEvents({ automaticallyCancelling: false }));
    expect(event?.kind).toBe('connected');
    const rest = all(request);
    await task.send('still here');
    task.close();
    expect(kindsOf(await rest)).toEqual(['receivedMessage', 'disconnected', 'completed']);
  });

  it.each([
    [false, 'resumed', ['receivedMessage', 'disconnected', 'completed']],
    [true, 'cancelled', ['completed']],
  ])(
    'where a message is not as expected and automaticallyCancelling is %s, is %s',
    async (automaticallyCancelling, state, kinds) => {
      const request = socketAt('/websocket/echo');
      const task = request.webSocketTask();
      void task.send('no number');
      const numbers = collected(task.streamingDecodable(z.number(), { automaticallyCancelling }));
      await expect(numbers).rejects.toMatchObject({ kind: 'responseSerializationFailed' });
      await turns();
      expect(request.state).toBe(state);
      const rest = all(request);
      task.send('still here').catch(() => undefined);
      task.close();
      expect(kindsOf(await rest)).toEqual(kinds);
    },
  );

  it('is cancelled by a message that is not as expected, also where it was resumed by hand', async () => {
    const request = socketAt('/websocket/echo').resume();
    const task = request.webSocketTask();
    void task.send('no number');
    await expect(collected(task.streamingDecodable(z.number()))).rejects.toThrow();
    await turns();
    expect(request.state).toBe('cancelled');
  });

  it('goes on when one loop is left and somebody else listens', async () => {
    const request = socketAt('/websocket/echo');
    const others = all(request);
    await firstOf(request.webSocketTask().streamingMessageEvents());
    request.close();
    expect(kindsOf(await others)).toEqual(['connected', 'disconnected', 'completed']);
  });

  it('answers pings and sends with promises', async () => {
    const task = socketAt('/websocket/echo').webSocketTask();
    const sent = task.send('hello');
    const messages = task.streamingMessages()[Symbol.asyncIterator]();
    expect(await messages.next()).toEqual({ done: false, value: 'hello' });
    await sent;
    expect((await task.sendPing()).kind).toBe('pong');
    await messages.return?.();
    expect(task.isCancelled).toBe(true);
    await expect(task.send('too late')).rejects.toMatchObject({ kind: 'explicitlyCancelled' });
  });

  it('holds the server while a loop is slow, and loses nothing', async () => {
    const request = socketAt('/websocket/flood');
    let count = 0;
    for await (const message of request.webSocketTask().streamingMessages()) {
      count += 1;
      if (count === 1) {
        const seen = server.requestsTo('/websocket/flood')[0];
        expect(await seen?.stalledOrEnded()).toBe('stalled');
      }
      expect(message).toHaveLength(16 * 1024);
      if (count === 300) break;
    }
  });

  it('does not start the request before it is iterated', async () => {
    const request = socketAt(CLOSING);
    const messages = request.webSocketTask().streamingMessages();
    expect(request.state).toBe('initialized');
    expect(await collected(messages)).toHaveLength(1);
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import { useBundle } from '../support/chromium.js';
import { useServer } from '../support/server.js';
import { webSocketURL } from '../support/web-sockets.js';
import type { SeenEvent } from './pages/web-sockets.js';

jest.setTimeout(30_000);

const server = useServer();
const page = useBundle(new URL('pages/web-sockets.ts', import.meta.url), () => `${server.url}/anything/page`);

const CLOSING = '/websocket?closeCode=1000&closeDelay=0';

function at(path: string): string {
  return webSocketURL(server.url) + path;
}

function call<T = SeenEvent[]>(name: string, ...args: unknown[]): Promise<T> {
  return page.current.call<T>(name, ...args);
}

const MESSAGE = { kind: 'receivedMessage', message: { bytes: expect.any(Number) } };
const CLOSED = [{ kind: 'disconnected', closeCode: 1000 }, { kind: 'completed' }];

describe('a WebSocketRequest in Chromium', () => {
  it('tells of the connection, the message, the end of the connection and its own', async () => {
    expect(await call('events', at(CLOSING))).toEqual([{ kind: 'connected' }, MESSAGE, ...CLOSED]);
    const parameters = { closeCode: 1000, closeDelay: 0 };
    expect(await call('events', at('/websocket'), { parameters })).toEqual([
      { kind: 'connected' },
      MESSAGE,
      ...CLOSED,
    ]);
  });

  it('tells of values that a schema reads', async () => {
    const url = `${server.url}/websocket/payloads/1?closeCode=1000&closeDelay=0`;
    const message = { kind: 'receivedMessage', message: { id: 0, url } };
    expect(await call('decodableEvents', webSocketURL(url))).toEqual([
      { kind: 'connected' },
      message,
      ...CLOSED,
    ]);
  });

  it.each([
    [false, () => ({ bytes: expect.any(Number) })],
    [true, () => server.url + CLOSING],
  ])('gives messages before others see the completion; decoded: %s', async (isDecoded, value) => {
    expect(await call('messages', at(CLOSING), isDecoded)).toEqual([value(), 'completed']);
  });

  it('asks for a subprotocol', async () => {
    const events = await call('events', at(CLOSING), { configuration: { protocol: 'protocol' } });
    expect(events).toEqual([{ kind: 'connected', protocol: 'protocol' }, MESSAGE, ...CLOSED]);
    expect(server.requestsTo('/websocket')[0]?.headers['sec-websocket-protocol']).toBe('protocol');
  });

  it('tells of every message', async () => {
    const events = await call('events', at('/websocket/payloads/5?closeCode=1000&closeDelay=0'));
    expect(events).toEqual([{ kind: 'connected' }, MESSAGE, MESSAGE, MESSAGE, MESSAGE, MESSAGE, ...CLOSED]);
  });

  it('sends, completes that before the echo comes, and closes', async () => {
    expect(await call<unknown[]>('echo', at('/websocket/echo'), 1000)).toEqual([
      { kind: 'connected' },
      'sent',
      { kind: 'receivedMessage', message: 'Echo' },
      ...CLOSED,
    ]);
    expect((await server.requestsTo('/websocket/echo')[0]?.webSocketClosed)?.code).toBe(1000);
  });

  it('finishes without an error when the server goes away', async () => {
    expect(await call('events', at('/websocket?closeCode=1001&closeDelay=0'))).toEqual([
      { kind: 'connected' },
      MESSAGE,
      { kind: 'disconnected', closeCode: 1001 },
      { kind: 'completed' },
    ]);
  });

  it('tells all handlers of one stage before the next', async () => {
    const notes = await call<string[]>('twoHandlers', at('/websocket?closeCode=1001&closeDelay=0'));
    const [first, second] = ['first', 'second'].map((name) =>
      notes.filter((note) => note.startsWith(name)).map((note) => note.slice(name.length)),
    );
    expect(notes.map((note) => note.split(' ')[0])).toEqual([0, 1, 2, 3].flatMap(() => ['first', 'second']));
    expect([first, first?.length]).toEqual([second, 4]);
  });

  it('is read by loops', async () => {
    const events = await call('streamedEvents', at(CLOSING));
    expect(events).toEqual([{ kind: 'connected' }, MESSAGE, ...CLOSED]);
    expect(await call<number>('streamedMessages', at(CLOSING))).toBe(1);
  });

  it('sends and receives bytes of any length', async () => {
    const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_000_000];
    expect(await call<boolean[]>('echoesOf', at('/websocket/echo'), sizes)).toEqual(sizes.map(() => true));
  });

  it('keeps what comes while it is suspended', async () => {
    expect(await call<string[]>('suspended', at('/websocket/payloads/2?closeCode=1000'))).toEqual([
      'connected',
      'resumed',
      ...['receivedMessage', 'receivedMessage', 'disconnected', 'completed'],
    ]);
  });

  it('takes no message that is larger than the configuration allows', async () => {
    const events = await call('events', at(CLOSING), { configuration: { maximumMessageSize: 1 } });
    expect(events).toEqual([
      { kind: 'connected' },
      { kind: 'completed', error: { kind: 'sessionTaskFailed', code: 'dataLengthExceedsMaximum' } },
    ]);
  });

  it.each([
    ['is refused', '/status/403', 'cannotConnectToHost', []],
    ['is lost', '/websocket/drop', 'networkConnectionLost', ['connected', 'receivedMessage']],
  ])('fails when the connection %s', async (_, path, code, before) => {
    const events = await call('events', at(path));
    expect(events.map(({ kind }) => kind)).toEqual([...before, 'completed']);
    expect(events.at(-1)?.error).toEqual({ kind: 'sessionTaskFailed', code });
  });
});

describe('what Chromium has no means for', () => {
  it.each([
    ['headers', { headers: { Authorization: 'Bearer 1' } }],
    ['pings at intervals', { configuration: { pingInterval: 10 } }],
  ])('is refused before anything is sent: %s', async (_, options) => {
    const [completed, ...more] = await call('events', at('/websocket/echo'), options);
    expect([completed?.error?.kind, more]).toEqual(['unsupported', []]);
    expect(server.requestsTo('/websocket/echo')).toEqual([]);
  });

  it('is refused where it is asked for: a ping', async () => {
    expect(await call<unknown>('ping', at(CLOSING))).toEqual({
      kind: 'error',
      error: { kind: 'unsupported' },
    });
  });

  it('ends the request: a code that only servers may send', async () => {
    const notes = await call('echo', at('/websocket/echo'), 1001);
    expect(notes.at(-1)?.error).toEqual({ kind: 'unsupported' });
  });
});

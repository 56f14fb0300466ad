import { describe, expect, it } from '@jest/globals';
import { Latch } from '../../../examples/server/latch.js';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import {
  close,
  endWriting,
  receiveHead,
  send,
  wait,
  type FaultStep,
} from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();
expectNoLeaks(server);

const answer = (text: string, ...fields: string[]): string =>
  ['HTTP/1.1 200 OK', ...fields, `Content-Length: ${text.length}`, '', text].join('\r\n');

/** Answers one request on each of the next two connections; the first goes on with `steps`. */
function scriptTwo(first: string, ...steps: FaultStep[]): void {
  faults.script(receiveHead, send(first), ...steps);
  faults.script(receiveHead, send(answer('second')));
}

const textOf = async (asked: Asked): Promise<string> => (await asked.body()).toString();

describe('a connection between requests', () => {
  it.each([
    ['a whole response', answer('stray')],
    ['a byte', 'x'],
    ['a line break', '\r\n'],
  ])('is closed when the server sends %s unasked: the next request has another', async (_, bytes) => {
    const latch = new Latch();
    scriptTwo(answer('first'), wait(latch), send(bytes));
    expect(await textOf(client.ask(faults.url))).toBe('first');
    latch.release();
    await faults.connections[0]?.closed;
    expect(await textOf(client.ask(faults.url))).toBe('second');
  });

  it.each([
    ['a whole response', answer('stray')],
    ['a byte', 'x'],
  ])('is not used again when %s came with the response before', async (_, bytes) => {
    scriptTwo(answer('first') + bytes);
    expect(await textOf(client.ask(faults.url))).toBe('first');
    expect(await textOf(client.ask(faults.url))).toBe('second');
  });

  it('is not used again once the server has closed its side', async () => {
    scriptTwo(answer('first'), endWriting);
    expect(await textOf(client.ask(faults.url))).toBe('first');
    await faults.connections[0]?.ended;
    expect(await textOf(client.ask(faults.url))).toBe('second');
  });

  it.each([
    ['Connection: close', 'HTTP/1.1'],
    ['Connection: Keep-Alive, Close', 'HTTP/1.1'],
    ['Keep-Alive: timeout=1', 'HTTP/1.1'],
    ['X: y', 'HTTP/1.0'],
  ])('is closed after a response with %s of %s', async (field, version) => {
    scriptTwo(answer('first', field).replace('HTTP/1.1', version));
    expect(await textOf(client.ask(faults.url))).toBe('first');
    await faults.connections[0]?.ended;
    expect(await textOf(client.ask(faults.url))).toBe('second');
  });

  it('is closed after a request with Connection: close', async () => {
    scriptTwo(answer('first'));
    const asked = client.ask(faults.url, { headers: { Connection: 'close' } });
    expect(await textOf(asked)).toBe('first');
    await faults.connections[0]?.ended;
    expect(faults.connections[0]?.received.toString()).toContain('\r\nConnection: close\r\n');
  });
});

describe('a server that speaks before it is asked', () => {
  it('gets no request', async () => {
    faults.script(send('220 mail.example ESMTP\r\n'));
    const asked = client.ask(faults.url);
    expect(await asked.failureCode()).toBe('ERR_HTTP_MESSAGE_SYNTAX');
  });
});

describe('a response that answers early', () => {
  it('ends an upload, and its connection', async () => {
    scriptTwo(answer('first'));
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.alloc(1000));
    };
    const body = { kind: 'stream', length: undefined, isReplayable: false, open: endless } as const;
    expect(await textOf(client.ask(faults.url, { method: 'POST', body }))).toBe('first');
    await faults.connections[0]?.closed;
  });
});

describe('the bytes of a body', () => {
  it('are a plain array of their own, whatever is read after them', async () => {
    const latch = new Latch();
    faults.script(
      receiveHead,
      send('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc'),
      wait(latch),
      send('def'),
      close,
    );
    const asked = client.ask(faults.url);
    await asked.body(() => {
      latch.release();
    });
    expect(asked.pieces.map((chunk) => [chunk.constructor, String.fromCharCode(...chunk)])).toEqual([
      [Uint8Array, 'abc'],
      [Uint8Array, 'def'],
    ]);
    expect(asked.pieces.map(({ byteOffset, buffer }) => [byteOffset, buffer.byteLength])).toEqual([
      [0, 3],
      [0, 3],
    ]);
  });
});

describe('limits', () => {
  const flood = (text: string): string => text.repeat(20_000);
  it.each([
    ['a head without end', `HTTP/1.1 200 OK\r\n${flood('A: b\r\n')}`],
    ['a field without end', `HTTP/1.1 200 OK\r\nA: ${flood('bbbb')}`],
    ['informational responses without end', flood('HTTP/1.1 102 Processing\r\n\r\n')],
    [
      'chunk extensions without end',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;${flood('aaaa')}`,
    ],
    [
      'trailers without end',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${flood('A: b\r\n')}`,
    ],
    ['empty lines without end', flood('\r\n')],
  ])('end %s', async (_, bytes) => {
    faults.script(receiveHead, send(bytes));
    expect(await client.ask(faults.url).failureCode()).toBe('ERR_HTTP_MESSAGE_SYNTAX');
    await faults.connections[0]?.closed;
  });
});

import { describe, expect, it } from '@jest/globals';
import { useAdapter, type AskOptions } from '../../support/adapter-client.js';
import { close, receiveHead, reset, send, type FaultStep } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();
expectNoLeaks(server);

const answer = (text: string): FaultStep =>
  send(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`);

describe('connections', () => {
  it('are used again, the same one for one request after the other', async () => {
    for (const page of [1, 2, 3]) await client.ask(`${server.url}/get?page=${page}`).body();
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });

  it('are as many as requests at a time, up to the limit of the host', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 2 });
    const asked = ['a', 'b', 'c', 'd'].map((name) => client.ask(`${server.url}/latch/held?${name}`));
    await server.latch('held').reached();
    await server.nextRequest('/latch/held').then(() => server.nextRequest('/latch/held'));
    expect(server.requests).toHaveLength(2);
    server.latch('held').release();
    await Promise.all(asked.map((each) => each.body()));
    expect(server.requests.map(({ target }) => target.at(-1))).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(2);
  });

  it('are opened anew after a server that closes them', async () => {
    faults.script(receiveHead, send('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\none'), close);
    faults.script(receiveHead, answer('two'));
    const [one, two] = [client.ask(faults.url), client.ask(faults.url)];
    expect([String(await one.body()), String(await two.body())]).toEqual(['one', 'two']);
    expect(two.exchange.isReusedConnection).toBe(false);
  });

  it('serve those who wait after one that failed', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 1 });
    const failing = client.ask(`${server.url}/reset`);
    const invalid = client.ask(`${server.url}/get`, { headers: { Expect: 'miracles' } });
    const waiting = client.ask(`${server.url}/get`);
    expect(await failing.failureCode()).not.toBe('nothing');
    expect(await invalid.failureCode()).toBe('unsupported');
    expect((await waiting.response).status).toBe(200);
  });

  it('are not wasted on a request that is cancelled while it waits', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 1 });
    const running = client.ask(`${server.url}/latch/held`);
    const waiting = client.ask(`${server.url}/get`);
    waiting.controls.abort();
    await expect(waiting.response).rejects.toThrow('canceled');
    server.latch('held').release();
    await running.body();
    await client.ask(`${server.url}/get?later`).body();
    expect(server.requests.map(({ target, connection }) => [target, connection])).toEqual([
      ['/latch/held', server.requests[0]?.connection],
      ['/get?later', server.requests[0]?.connection],
    ]);
  });
});

describe('a reused connection that dies under a request', () => {
  /** Answers once, and ends as the next request arrives. */
  async function useOnce(end: FaultStep): Promise<void> {
    faults.script(receiveHead, answer('first'), receiveHead, end);
    await client.ask(faults.url).body();
  }

  it.each([
    ['closed', close],
    ['reset', reset],
  ])('was just %s by the server: the request is sent once more on a fresh one', async (_, end) => {
    await useOnce(end);
    faults.script(receiveHead, answer('second'));
    const asked = client.ask(faults.url);
    expect((await asked.body()).toString()).toBe('second');
    expect(asked.exchange.isReusedConnection).toBe(false);
    expect(asked.exchange.timings.connectStart).toBeDefined();
    expect(faults.connections).toHaveLength(2);
  });

  it('takes the body along when that can be sent again', async () => {
    await useOnce(close);
    faults.script(receiveHead, answer('second'));
    const body = { kind: 'text', text: 'again' } as const;
    await client.ask(faults.url, { method: 'PUT', body }).body();
    const sent = faults.connections.map(({ received }) => received.toString().split('again').length - 1);
    expect(sent).toEqual([1, 1]);
  });

  it('is told when it happens again', async () => {
    await useOnce(close);
    faults.script(receiveHead, close);
    expect(await client.ask(faults.url).failureCode()).toBe('ECONNRESET');
    expect(faults.connections).toHaveLength(2);
  });

  const once: AskOptions = {
    method: 'PUT',
    body: { kind: 'stream', length: 3, isReplayable: false, open: () => piecesOf('abc') },
  };
  it.each([
    ['is not idempotent', { method: 'POST' }],
    ['has a body that cannot be sent again', once],
  ])('is told when the request %s', async (_, options) => {
    await useOnce(close);
    const asked = client.ask(faults.url, options);
    expect(await asked.failureCode()).toMatch(/ECONNRESET|EPIPE/);
    expect(asked.exchange.isReusedConnection).toBe(true);
    expect(faults.connections).toHaveLength(1);
  });

  it('is told when an answer had begun', async () => {
    faults.script(receiveHead, answer('first'), receiveHead, send('HTTP/1.1 200'), close);
    await client.ask(faults.url).body();
    expect(await client.ask(faults.url).failureCode()).toBe('ECONNRESET');
    expect(faults.connections).toHaveLength(1);
  });

  it('is told when it was a fresh one', async () => {
    faults.script(receiveHead, close);
    expect(await client.ask(faults.url).failureCode()).toBe('ECONNRESET');
    expect(faults.connections).toHaveLength(1);
  });
});

describe('the end', () => {
  it('of an adapter that is closed waits for what is under way, and takes nothing more', async () => {
    const running = client.ask(`${server.url}/latch/held`);
    await server.nextRequest('/latch/held');
    const closed = client.wire.close();
    expect(await client.ask(`${server.url}/get`).failureCode()).toBe('sessionInvalidated');
    server.latch('held').release();
    expect((await running.json())['name']).toBe('held');
    await closed;
    await server.whenDisconnected();
  });

  it('of an adapter that is destroyed ends running and waiting requests, and every connection', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 1 });
    const asked = [client.ask(`${server.url}/never`), client.ask(`${server.url}/get`)];
    const seen = await server.nextRequest('/never');
    await client.wire.destroy();
    expect(await Promise.all(asked.map((each) => each.failureCode()))).toEqual([
      'sessionInvalidated',
      'sessionInvalidated',
    ]);
    await seen.closed;
    await server.whenDisconnected();
  });

  it('of one that is opening a connection closes that too', async () => {
    const asked = client.ask(faults.url.replace('http:', 'https:'));
    const connection = await faults.nextConnection();
    await client.wire.destroy();
    await connection.closed;
    expect(await asked.failureCode()).toBe('sessionInvalidated');
  });
});

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(text);
}

describe('a request that waits for one of its session’s own connections', () => {
  it('is queued until one is free, and tells when it is not any more', async () => {
    client.configure({ httpMaximumConnectionsPerHost: 1 });
    const running = client.ask(`${server.url}/latch/held`);
    const waiting = client.ask(`${server.url}/get`);
    const isQueued = (): unknown[] => [running, waiting].map(({ exchange }) => exchange.task?.isQueued);
    expect(isQueued()).toEqual([false, true]);
    server.latch('held').release();
    await Promise.all([running.body(), waiting.body()]);
    expect(isQueued()).toEqual([false, false]);
  });
});

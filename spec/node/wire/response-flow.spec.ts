import { describe, expect, it, jest } from '@jest/globals';
import { VirtualTimeScheduler } from 'rxjs';
import { Latch } from '../../../examples/server/latch.js';
import { seededBytes } from '../../../examples/server/seeded-bytes.js';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import { close, receiveHead, reset, send, wait } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { expectNoLeaks } from '../../support/leaks.js';
import { useServer } from '../../support/server.js';
import { selfSigned } from '../../support/tls.js';

const server = useServer();
const secure = useServer({ tls: selfSigned });
const faults = useFaultServer();
const client = useAdapter();
expectNoLeaks(server);

const CLOSING = 'Connection: close\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';

/** Reads until the first piece has come, and pauses there. */
function pausedAtFirstPiece(asked: Asked): { paused: Promise<void>; body: Promise<Buffer> } {
  const paused = new Latch();
  const body = asked.body(() => {
    if (asked.pieces.length === 1) asked.controls.pause();
    paused.release();
  });
  body.catch(() => undefined);
  return { paused: paused.pass(new AbortController().signal).then(() => undefined), body };
}

describe('a reader that pauses', () => {
  it.each([
    ['plain', () => server],
    ['secure', () => secure],
  ])('makes the server wait, and gets the rest when it goes on: %s', async (_, origin) => {
    const asked = client.ask(`${origin().url}/large?bytes=20000000`);
    const { paused, body } = pausedAtFirstPiece(asked);
    await paused;
    const seen = await origin().nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(asked.pieces).toHaveLength(1);
    asked.controls.resume();
    expect((await body).equals(seededBytes(20_000_000))).toBe(true);
  });

  it('before the head makes the server wait too', async () => {
    const asked = client.ask(`${server.url}/large?bytes=20000000`);
    asked.controls.pause();
    const answered = jest.fn();
    asked.response.then(answered, answered);
    const seen = await server.nextRequest('/large');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    expect(answered).not.toHaveBeenCalled();
    asked.controls.resume();
    expect((await asked.body()).byteLength).toBe(20_000_000);
  });

  it('is what one is that does not come', async () => {
    const asked = client.ask(`${server.url}/infinite`);
    await asked.response;
    const seen = await server.nextRequest('/infinite');
    expect(await seen.stalledOrEnded()).toBe('stalled');
    asked.controls.abort();
    await seen.closed;
  });

  it.each([
    ['of a known length', 'Content-Length: 4\r\n', 'last'],
    ['of a known length, on a closing connection', `Content-Length: 4\r\n${CLOSING}`, 'last'],
    ['of unknown length', CLOSING, 'last'],
    ['in chunks', CHUNKED, '4\r\nlast\r\n0\r\n\r\n'],
    ['in chunks, on a closing connection', `${CHUNKED}${CLOSING}`, '4\r\nlast\r\n0\r\n\r\n'],
  ])('gets the whole of a body %s, whose connection was closed meanwhile', async (_, fields, bytes) => {
    faults.script(receiveHead, send(`HTTP/1.1 200 OK\r\n${fields}\r\n${bytes}`), close);
    const asked = client.ask(faults.url);
    const { paused, body } = pausedAtFirstPiece(asked);
    await paused;
    await (
      await faults.nextConnection()
    ).closed;
    await turns(5);
    asked.controls.resume();
    expect((await body).toString()).toBe('last');
  });

  it.each([
    ['of a known length', 'Content-Length: 10\r\n'],
    ['of a known length, on a closing connection', `Content-Length: 10\r\n${CLOSING}`],
    ['of unknown length', CLOSING],
  ])('is told when it goes on that a body %s was cut by a reset', async (_, fields) => {
    const latch = new Latch();
    faults.script(receiveHead, send(`HTTP/1.1 200 OK\r\n${fields}\r\nfirst`), wait(latch), reset);
    const asked = client.ask(faults.url);
    const { paused, body } = pausedAtFirstPiece(asked);
    await paused;
    latch.release();
    await (
      await faults.nextConnection()
    ).closed;
    await turns(5);
    asked.controls.resume();
    await expect(body).rejects.toThrow();
  });

  it('does not hold up the next request on its connection', async () => {
    const first = client.ask(`${server.url}/get`);
    const { paused, body } = pausedAtFirstPiece(first);
    await paused;
    await client.ask(`${server.url}/bytes/100000`).body();
    first.controls.resume();
    expect((await body).byteLength).toBeGreaterThan(0);
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });
});

describe('a response that is discarded', () => {
  async function discarded(path: string): Promise<Asked> {
    const asked = client.ask(`${server.url}${path}`);
    await asked.response;
    asked.controls.discard();
    return asked;
  }

  it.each(['/redirect-to?bytes=100', '/bytes/50000', '/204'])('keeps the connection of %s', async (path) => {
    await discarded(path);
    await server.whenIdle();
    await client.ask(`${server.url}/get`).body();
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });

  it.each(['/large?bytes=100000000', '/infinite', '/latch-body/held?chunks=10&size=100000&length'])(
    'closes the connection of %s at once',
    async (path) => {
      client.configure({ rootQueue: new VirtualTimeScheduler() });
      await discarded(path);
      await (
        await server.nextRequest(path.replace(/\?.*/, ''))
      ).closed;
    },
  );

  it('closes a connection whose small rest does not come', async () => {
    const rootQueue = new VirtualTimeScheduler();
    client.configure({ rootQueue });
    await discarded('/latch-body/held?length');
    rootQueue.flush();
    await (
      await server.nextRequest('/latch-body/held')
    ).closed;
    expect(rootQueue.now()).toBe(1000);
  });

  it('leaves no deadline behind when the rest has come', async () => {
    const rootQueue = new VirtualTimeScheduler();
    client.configure({ rootQueue });
    await discarded('/latch-body/held?length');
    server.latch('held').release();
    await server.whenIdle();
    await client.ask(`${server.url}/get`).body();
    await client.wire.destroy();
    rootQueue.flush();
    expect(rootQueue.now()).toBe(0);
  });

  it('is aborted when there is no head yet', async () => {
    const asked = client.ask(`${server.url}/never`);
    const seen = await server.nextRequest('/never');
    asked.controls.discard();
    await seen.closed;
    await expect(asked.response).rejects.toThrow('canceled');
  });
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

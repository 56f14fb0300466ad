import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { seededBytes, seededPieces } from '../../../examples/server/seeded-bytes.js';
import type { RequestBody } from '../../../lib/transport/request-body.js';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import { receive, receiveHead, reset, send, stopReading } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();

const BIG = 50_000_000;
const bytes = (length: number): RequestBody => ({ kind: 'bytes', bytes: seededBytes(length) });
const stream = (length: number, pulled?: (total: number) => void): RequestBody => ({
  kind: 'stream',
  length: undefined,
  isReplayable: false,
  open: () => Readable.from(counted(length, pulled)),
});

function* counted(length: number, pulled: (total: number) => void = () => undefined): Generator<Buffer> {
  let total = 0;
  for (const piece of seededPieces(length)) {
    pulled((total += piece.byteLength));
    yield piece;
  }
}

function post(url: string, body: RequestBody): Asked {
  return client.ask(url, { method: 'POST', body, reportsProgress: true });
}

describe('what is reported as sent', () => {
  it.each<[string, RequestBody, number]>([
    ['a few bytes', bytes(10), 10],
    ['many bytes', bytes(3_000_000), 3_000_000],
    ['a text', { kind: 'text', text: 'caf\u00e9' }, 5],
    ['a Blob', { kind: 'blob', blob: new Blob([new Uint8Array(seededBytes(500_000))]) }, 500_000],
    ['a stream', stream(500_000), 500_000],
  ])('of %s ends with all of it', async (_, body, length) => {
    const asked = post(`${server.url}/upload`, body);
    await asked.body();
    expect(asked.sent.at(-1)).toBe(length);
    expect(asked.sent).toEqual([...new Set(asked.sent)].sort((a, b) => a - b));
  });

  it('of many bytes comes in many steps', async () => {
    const asked = post(`${server.url}/upload`, bytes(3_000_000));
    await asked.body();
    expect(asked.sent.length).toBeGreaterThan(5);
  });

  it('of no body is nothing', async () => {
    const asked = client.ask(`${server.url}/get`, { reportsProgress: true });
    await asked.body();
    expect(asked.sent).toEqual([]);
  });

  it.each([
    ['bytes', bytes(BIG)],
    ['a stream', stream(BIG)],
  ])('of %s is what the kernel has taken while the server does not read', async (_, body) => {
    faults.script(receiveHead, stopReading);
    const asked = post(faults.url, body);
    await faults.nextConnection();
    await stalled(() => asked.sent.at(-1) ?? 0);
    expect(asked.sent.at(-1)).toBeGreaterThan(0);
    expect(asked.sent.at(-1)).toBeLessThan(BIG / 2);
    asked.controls.abort();
    await expect(asked.response).rejects.toThrow('canceled');
  });

  it('does not go back when the request is sent again', async () => {
    const ok = send('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    faults.script(receiveHead, ok, receive(1_000_000), reset);
    faults.script(receiveHead, receive(3_000_000 - 1000), ok);
    await client.ask(faults.url).body();
    const options = { method: 'PUT', body: bytes(3_000_000), reportsProgress: true };
    const asked = client.ask(faults.url, options);
    await asked.body();
    expect(asked.sent.at(-1)).toBe(3_000_000);
    expect(asked.sent).toEqual([...asked.sent].sort((a, b) => a - b));
  });
});

describe('a stream', () => {
  it('is not pulled faster than the server reads', async () => {
    let pulled = 0;
    faults.script(receiveHead, stopReading);
    const asked = post(
      faults.url,
      stream(BIG, (total) => (pulled = total)),
    );
    await faults.nextConnection();
    await stalled(() => pulled);
    expect(pulled).toBeLessThan(BIG / 2);
    asked.controls.abort();
    await expect(asked.response).rejects.toThrow('canceled');
  });

  it('is not pulled while it is paused, and sent whole when it goes on', async () => {
    let pulled = 0;
    const asked = post(
      `${server.url}/upload`,
      stream(BIG, (total) => (pulled = total)),
    );
    asked.controls.pause();
    await stalled(() => pulled);
    expect(pulled).toBe(0);
    asked.controls.resume();
    expect(await asked.json()).toMatchObject({ bytes: BIG });
  });

  it('stops when it is paused in the middle', async () => {
    let pulled = 0;
    const asked = post(
      `${server.url}/upload`,
      stream(BIG, (total) => (pulled = total)),
    );
    while (pulled < 1_000_000) await new Promise((resolve) => setImmediate(resolve));
    asked.controls.pause();
    await stalled(() => pulled);
    expect(pulled).toBeLessThan(BIG);
    asked.controls.resume();
    expect(await asked.json()).toMatchObject({ bytes: BIG });
  });

  it('is not sent to its end when the server has answered before', async () => {
    const asked = post(`${server.url}/early-response?close`, stream(BIG));
    expect((await asked.response).status).toBe(413);
    expect(await asked.json()).toEqual({ error: 'too large' });
  });
});

/** Waits until a number stays the same for many turns of the event loop. */
async function stalled(number: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 100; still += 1) {
    if (number() !== last) still = 0;
    last = number();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { seededBytes, seededPieces } from '../../../examples/server/seeded-bytes.js';
import type { RequestBody } from '../../../lib/transport/request-body.js';
import { SessionError } from '../../../lib/errors/session-error.js';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import { useServer } from '../../support/server.js';
import { useTemporaryFolder } from '../../support/temporary-files.js';

const server = useServer();
const client = useAdapter();
const folder = useTemporaryFolder();

const upload = (body: RequestBody, headers = {}): Asked =>
  client.ask(`${server.url}/upload`, { method: 'POST', body, headers });

const streamed = (length: number | undefined, open: () => AsyncIterable<Uint8Array>): RequestBody => ({
  kind: 'stream',
  length,
  isReplayable: false,
  open,
});

const BIG = 3_000_000;
const sha256 = createHash('sha256').update(seededBytes(BIG)).digest('hex');

function bigFile(): URL {
  const url = folder.fileURL('big');
  writeFileSync(url, seededBytes(BIG));
  return url;
}

describe('a body', () => {
  const wide = Buffer.concat([Buffer.from('before'), seededBytes(BIG), Buffer.from('after')]);
  const view = new Uint8Array(wide.buffer, wide.byteOffset + 6, BIG);

  it.each<[string, () => RequestBody]>([
    ['of bytes', () => ({ kind: 'bytes', bytes: view })],
    ['of a Blob', () => ({ kind: 'blob', blob: new Blob([new Uint8Array(seededBytes(BIG))]) })],
    ['of a file', () => ({ kind: 'file', url: bigFile(), length: BIG })],
    ['of a stream', () => streamed(BIG, () => Readable.from(seededPieces(BIG)))],
  ])('%s is sent as exactly its bytes, with their number', async (_, body) => {
    const { bytes, sha256: received, headers } = await upload(body()).json();
    expect({ bytes, received }).toEqual({ bytes: BIG, received: sha256 });
    expect(headers).toMatchObject({ 'content-length': String(BIG) });
    expect(headers).not.toHaveProperty('content-type');
  });

  it('of a stream of unknown length is sent in chunks', async () => {
    const { bytes, headers } = await upload(
      streamed(undefined, () => Readable.from(seededPieces(BIG))),
    ).json();
    expect(bytes).toBe(BIG);
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  });

  it.each<[string, RequestBody, number]>([
    ['a small view', { kind: 'bytes', bytes: view.subarray(0, 5) }, 5],
    ['text as UTF-8', { kind: 'text', text: 'caf\u00e9' }, 5],
    ['no bytes', { kind: 'bytes', bytes: new Uint8Array() }, 0],
    ['an empty text', { kind: 'text', text: '' }, 0],
    ['an empty Blob', { kind: 'blob', blob: new Blob([]) }, 0],
    ['an empty stream', streamed(0, () => Readable.from([])), 0],
    ['an empty stream of unknown length', streamed(undefined, () => Readable.from([])), 0],
  ])('that is %s is sent whole', async (_, body, length) => {
    const { bytes, headers } = await upload(body).json();
    expect(bytes).toBe(length);
    expect(headers).toMatchObject({ 'content-length': String(length) });
  });

  it('knows its length better than a header does', async () => {
    const { bytes } = await upload({ kind: 'text', text: 'hello' }, { 'Content-Length': '3' }).json();
    expect(bytes).toBe(5);
  });

  it('may be text in pieces, and as large as a piece can be', async () => {
    const pieces = ['text', Buffer.alloc(2_500_000)] as unknown as Uint8Array[];
    expect(await upload(streamed(undefined, () => Readable.from(pieces))).json()).toMatchObject({
      bytes: 2_500_004,
    });
  });

  it('leaves its connection as it found it', async () => {
    await upload(streamed(undefined, () => Readable.from(seededPieces(BIG)))).body();
    await upload({ kind: 'blob', blob: new Blob(['x']) }).body();
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(1);
  });
});

describe('a body that fails', () => {
  const used = new SessionError({ kind: 'sessionTaskFailed', code: 'requestBodyStreamExhausted' });
  const broken = new Error('broken');

  async function* breaking(pieces: number): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < pieces; piece += 1) yield await Promise.resolve(seededBytes(100_000));
    throw broken;
  }

  it.each<[string, RequestBody, string]>([
    [
      'because it is shorter than declared',
      streamed(10, () => Readable.from(['short'])),
      'requestBodyStreamFailed',
    ],
    [
      'because it is longer than declared',
      streamed(3, () => Readable.from(['long'])),
      'requestBodyStreamFailed',
    ],
    [
      'because it is longer than nothing',
      streamed(0, () => Readable.from(['long'])),
      'requestBodyStreamFailed',
    ],
    ['before its first piece', streamed(undefined, () => breaking(0)), 'requestBodyStreamFailed'],
    ['half way', streamed(undefined, () => breaking(5)), 'requestBodyStreamFailed'],
    [
      'because it is not made of bytes',
      streamed(undefined, () => Readable.from([{}])),
      'requestBodyStreamFailed',
    ],
    [
      'when it is opened',
      streamed(1, () => {
        throw broken;
      }),
      'requestBodyStreamFailed',
    ],
    [
      'because it was used up',
      streamed(1, () => {
        throw used;
      }),
      'requestBodyStreamExhausted',
    ],
    [
      'because its file is missing',
      { kind: 'file', url: pathToFileURL('/no/such/file'), length: 1 },
      'fileDoesNotExist',
    ],
    [
      'because its file is a folder',
      { kind: 'file', url: pathToFileURL('/tmp'), length: 1 },
      'fileIsDirectory',
    ],
  ])('%s ends the request', async (_, body, code) => {
    expect(await upload(body).failureCode()).toBe(code);
    await client.ask(`${server.url}/get`).body();
    await server.whenIdle();
  });

  it('has what it threw as its cause, and the server sees the connection close', async () => {
    const asked = upload(streamed(undefined, () => breaking(5)));
    const seen = await server.nextRequest('/upload');
    await expect(asked.response).rejects.toMatchObject({ cause: { cause: broken } });
    await seen.closed;
  });

  it('because its file has shrunk ends the request', async () => {
    const body: RequestBody = { kind: 'file', url: bigFile(), length: BIG + 1 };
    await expect(upload(body).response).rejects.toMatchObject({
      cause: { code: 'requestBodyStreamFailed', message: expect.anything() as unknown },
    });
  });

  it('is closed when the request is cancelled', async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield await Promise.resolve(seededBytes(100_000));
      } finally {
        isClosed = true;
      }
    }
    const asked = client.ask(`${server.url}/slow-reader/held`, {
      method: 'POST',
      body: streamed(undefined, endless),
    });
    await server.nextRequest('/slow-reader/held');
    asked.controls.abort();
    await expect(asked.response).rejects.toThrow('canceled');
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(true);
    server.latch('held').release();
  });

  it('that waits for its next piece does not keep a cancelled request waiting', async () => {
    const stuck = (): AsyncIterable<Uint8Array> => ({
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    });
    const asked = upload(streamed(undefined, stuck));
    await new Promise((resolve) => setImmediate(resolve));
    asked.controls.abort();
    await expect(asked.response).rejects.toThrow('canceled');
    await client.wire.destroy();
  });
});

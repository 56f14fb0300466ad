import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { existsSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { seededBytes, seededPieces } from '../../../examples/server/seeded-bytes.js';
import type { RequestBody } from '../../../lib/transport/request-body.js';
import { outboundDataOf } from '../../../lib/node/wire/outbound-data.js';
import { useServer } from '../../support/server.js';
import { useTemporaryFolder } from '../../support/temporary-files.js';

const server = useServer();
const folder = useTemporaryFolder();

const stream = (open: () => AsyncIterable<Uint8Array>): RequestBody => ({
  kind: 'stream',
  length: undefined,
  isReplayable: false,
  open,
});

describe('outboundDataOf', () => {
  it('keeps text a string, and bytes those of their view', () => {
    const view = new Uint8Array(Buffer.from('xbytesx')).subarray(1, 6);
    expect(outboundDataOf({ kind: 'text', text: '{}' })).toEqual({ data: '{}' });
    expect(outboundDataOf({ kind: 'bytes', bytes: view }).data).toEqual(Buffer.from('bytes'));
  });

  it.each<[string, () => RequestBody, number | undefined]>([
    ['a Blob', () => ({ kind: 'blob', blob: new Blob([new Uint8Array(seededBytes(200_000))]) }), 200_000],
    ['a file', () => ({ kind: 'file', url: file(), length: 200_000 }), 200_000],
    ['a stream', () => stream(() => Readable.from(seededPieces(200_000))), undefined],
  ])('makes a stream of %s that the http adapter of axios sends', async (_, body, length) => {
    const { data, contentLength } = outboundDataOf(body());
    const headers = contentLength === undefined ? {} : { 'Content-Length': contentLength };
    const response = await axios.post<unknown>(`${server.url}/upload`, data, { adapter: 'http', headers });
    expect(contentLength).toBe(length);
    expect(response.data).toMatchObject({ bytes: 200_000 });
  });

  it('opens nothing before it is read, and closes what it opened when it is destroyed', async () => {
    const seen: string[] = [];
    async function* pieces(): AsyncGenerator<Uint8Array> {
      seen.push('opened');
      try {
        for (;;) yield await Promise.resolve(seededBytes(10));
      } finally {
        seen.push('closed');
      }
    }
    const { data } = outboundDataOf(stream(pieces)) as { data: Readable };
    expect(seen).toEqual([]);
    data.read();
    await new Promise((readable) => data.once('readable', readable));
    data.destroy();
    await new Promise((closed) => data.once('close', closed));
    expect(seen).toEqual(['opened', 'closed']);
  });

  it('fails as a body fails', async () => {
    const url = folder.fileURL('missing');
    expect(existsSync(url)).toBe(false);
    const { data } = outboundDataOf({ kind: 'file', url, length: 1 }) as { data: Readable };
    await expect(data.toArray()).rejects.toMatchObject({ code: 'fileDoesNotExist' });
  });
});

function file(): URL {
  const url = folder.fileURL('file');
  writeFileSync(url, seededBytes(200_000));
  return url;
}

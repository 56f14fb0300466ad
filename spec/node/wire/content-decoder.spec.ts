import { describe, expect, it } from '@jest/globals';
import * as zlib from 'node:zlib';
import { Latch } from '../../../examples/server/latch.js';
import { seededBytes } from '../../../examples/server/seeded-bytes.js';
import { ContentDecoder } from '../../../lib/node/wire/content-decoder.js';
import { IncomingBody } from '../../../lib/node/wire/incoming-body.js';
import { useAdapter, type Asked } from '../../support/adapter-client.js';
import { close, receiveHead, send, wait } from '../../support/fault-connection.js';
import { useFaultServer } from '../../support/fault-server.js';
import { useServer } from '../../support/server.js';

const server = useServer();
const faults = useFaultServer();
const client = useAdapter();
const hasZstandard = 'zstdCompressSync' in zlib;

/** A response of so many bytes in this coding, whole unless more is scripted. */
function askCoded(encoding: string, coded: Uint8Array, length = coded.byteLength): Asked {
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${length}\r\n\r\n`;
  faults.script(receiveHead, send(Buffer.concat([Buffer.from(head), coded])), close);
  return client.ask(faults.url);
}

describe('a coded body', () => {
  const paths = ['/gzip', '/deflate', '/deflate-raw', '/brotli', ...(hasZstandard ? ['/zstd'] : [])];

  it.each(paths)('of %s is decoded', async (path) => {
    const asked = client.ask(`${server.url}${path}`);
    expect(await asked.json()).toMatchObject({ method: 'GET' });
    expect(asked.exchange.head).toMatchObject({ isDecoded: true });
  });

  it.each(paths)('of %s is decoded as a stream when it is large', async (path) => {
    const body = await client.ask(`${server.url}${path}?bytes=3000000`).body();
    expect(body.equals(seededBytes(3_000_000))).toBe(true);
  });

  it.each([100, 300_000])(
    'in several codings of %d bytes is decoded from the last to the first',
    async (length) => {
      const coded = zlib.brotliCompressSync(zlib.deflateRawSync(zlib.gzipSync(seededBytes(length))));
      const body = await askCoded('gzip, deflate, br', coded).body();
      expect(body.equals(seededBytes(length))).toBe(true);
    },
  );

  it('is handed on as it came when the coding is unknown', async () => {
    const asked = askCoded('compress', Buffer.from('coded'));
    expect((await asked.body()).toString()).toBe('coded');
    expect(asked.exchange.head?.isDecoded).toBe(false);
  });

  it('that is small on the wire may be huge', async () => {
    const body = await askCoded('gzip', zlib.gzipSync(Buffer.alloc(5_000_000))).body();
    expect(body.equals(Buffer.alloc(5_000_000))).toBe(true);
  });

  it.each(['gzip', 'br'])('is decoded as far as it has come: %s', async (encoding) => {
    const latch = new Latch();
    const encoder = encoding === 'gzip' ? zlib.createGzip() : zlib.createBrotliCompress();
    encoder.write('tick');
    await new Promise<void>((flushed) => encoder.flush(() => flushed()));
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\n\r\n`;
    const [first, rest] = [encoder.read() as Buffer, Buffer.concat(await encoder.end().toArray())];
    faults.script(
      receiveHead,
      send(Buffer.concat([Buffer.from(head), first])),
      wait(latch),
      send(rest),
      close,
    );
    const body = await client.ask(faults.url).body((piece) => {
      if (Buffer.from(piece).toString() === 'tick') latch.release();
    });
    expect(body.toString()).toBe('tick');
  });

  it('is no more than was taken when its reader pauses', async () => {
    const asked = client.ask(`${server.url}/gzip-bomb/50`);
    const paused = new Promise<void>((resolve) => {
      void asked.body(() => {
        asked.controls.pause();
        resolve();
      });
    });
    await paused;
    const seen = await server.nextRequest('/gzip-bomb/50');
    await turns(50);
    expect(asked.pieces).toHaveLength(1);
    asked.controls.abort();
    await seen.closed;
  });

  it('goes on when its reader does', async () => {
    const asked = client.ask(`${server.url}/gzip-bomb/3`);
    const body = await asked.body(() => {
      asked.controls.pause();
      queueMicrotask(() => asked.controls.resume());
    });
    expect(body.equals(Buffer.alloc(3_000_000))).toBe(true);
  });
});

describe('a decoder', () => {
  class CountingBody extends IncomingBody {
    pieces = 0;
    override data(piece: Uint8Array): void {
      this.pieces += 1;
      super.data(piece);
    }
  }

  it('makes no more than is taken, and goes on when more is', async () => {
    const body = new CountingBody({ proceed: () => undefined });
    const decoder = new ContentDecoder(
      ['gzip'],
      body,
      () => undefined,
      () => undefined,
    );
    body.pause();
    decoder.write(zlib.gzipSync(Buffer.alloc(50_000_000)));
    decoder.end();
    for (const pieces of [1, 2]) {
      while (body.pieces < pieces) await turns(1);
      await turns(100);
      expect(body.pieces).toBe(pieces);
      decoder.resume();
    }
    decoder.destroy();
  });
});

describe('a body that has no content', () => {
  it.each([
    ['of a HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n'],
    ['of a 204', 'GET', 'HTTP/1.1 204 No Content\r\n'],
    ['of a 304', 'GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\n'],
  ])('%s is not decoded', async (_, method, head) => {
    faults.script(receiveHead, send(`${head}Content-Encoding: gzip\r\n\r\n`));
    const asked = client.ask(faults.url, { method });
    expect((await asked.body()).byteLength).toBe(0);
    expect(asked.exchange.head?.isDecoded).toBe(false);
  });

  it('is empty where nothing was coded', async () => {
    expect((await askCoded('gzip, br', Buffer.alloc(0)).body()).byteLength).toBe(0);
  });
});

describe('a body that cannot be decoded', () => {
  const noise = seededBytes(200_000);

  it.each([
    ['gzip', Buffer.from('no gzip at all')],
    ['br', Buffer.from('no brotli at all')],
    ['gzip', noise],
    ['deflate', noise],
    ['gzip, br', zlib.brotliCompressSync(noise)],
    ['gzip', Buffer.concat([zlib.gzipSync(noise).subarray(0, 100_000), Buffer.alloc(100_000, 0xff)])],
  ])('of %s fails', async (encoding, coded) => {
    expect(await askCoded(encoding, coded).failureCode()).toBe('cannotDecodeContentData');
  });

  it('fails with what is wrong, and closes the connection it came over', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n';
    faults.script(receiveHead, send(head), send(noise));
    const asked = client.ask(faults.url);
    await expect(asked.body()).rejects.toMatchObject({ cause: { code: 'Z_DATA_ERROR' } });
    await (
      await faults.nextConnection()
    ).closed;
  });

  it.each([
    ['gzip', zlib.gzipSync(seededBytes(1000))],
    ['deflate', zlib.deflateSync(seededBytes(1000))],
    ['br', zlib.brotliCompressSync(seededBytes(1000))],
    ['gzip', zlib.gzipSync(seededBytes(300_000))],
    ['br', zlib.brotliCompressSync(seededBytes(300_000))],
  ])('because %s breaks off has lost its connection', async (encoding, coded) => {
    expect(await askCoded(encoding, coded.subarray(0, -10)).failureCode()).toBe('networkConnectionLost');
  });

  it('because the connection breaks off has lost it', async () => {
    const coded = zlib.gzipSync(seededBytes(300_000));
    const code = await askCoded('gzip', coded.subarray(0, 100_000), coded.byteLength).failureCode();
    expect(code).toBe('ECONNRESET');
  });
});

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

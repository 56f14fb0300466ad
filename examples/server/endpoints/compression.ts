import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';
import { seededBytes } from '../seeded-bytes.js';

type Compress = (body: Buffer) => Buffer;

/** Only newer Nodes have it. */
const { zstdCompressSync: zstd } = zlib as { zstdCompressSync?: Compress };

export const compressionRoutes = [
  route('/gzip', compressed('gzip', zlib.gzipSync)),
  route('/deflate', compressed('deflate', zlib.deflateSync)),
  route('/deflate-raw', compressed('deflate', zlib.deflateRawSync)),
  route('/brotli', compressed('br', zlib.brotliCompressSync)),
  route('/zstd', zstd ? compressed('zstd', zstd) : unavailable),
  route('/corrupt-gzip', compressed('gzip', corruptGzip)),
  route(
    '/truncated-gzip',
    compressed('gzip', (body) => zlib.gzipSync(body).subarray(0, -12)),
  ),
  route('/gzip-bomb/:megabytes', inflateHugely),
];

/** Answers with JSON, or with `?bytes=` of the seeded sequence. */
function compressed(encoding: string, compress: Compress): (exchange: ServerExchange) => void {
  return (exchange) => {
    const length = exchange.number('bytes');
    const json = { encoding, headers: exchange.seen.headers, method: exchange.seen.method };
    const body = length > 0 ? seededBytes(length) : Buffer.from(JSON.stringify(json));
    const type = length > 0 ? 'application/octet-stream' : 'application/json';
    exchange.send(compress(body), { 'Content-Encoding': encoding, 'Content-Type': type });
  };
}

/** A header that is right, and nonsense after it. */
function corruptGzip(body: Buffer): Buffer {
  const packed = zlib.gzipSync(body);
  return packed.fill(0xff, 12, packed.length - 8);
}

function unavailable(exchange: ServerExchange): void {
  exchange.json({ error: 'this Node has no zstd' }, 501);
}

/** Zeros: a thousand times as long when decoded as on the wire. */
async function inflateHugely(exchange: ServerExchange): Promise<void> {
  const { response, signal } = exchange;
  response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/octet-stream' });
  const zeros = Readable.from(repeated(Buffer.alloc(1_000_000), exchange.number('megabytes')));
  await pipeline(zeros, zlib.createGzip(), response, { signal });
}

function* repeated(piece: Buffer, count: number): Generator<Buffer> {
  for (let index = 0; index < count; index += 1) yield piece;
}

import { createHash } from 'node:crypto';
import type { ServerExchange } from '../exchange.js';
import { writePaced } from '../pace.js';
import { route } from '../route.js';
import { seededBytes, seededPieces } from '../seeded-bytes.js';

const BINARY = { 'Content-Type': 'application/octet-stream' };
const LAST_MODIFIED = 'Wed, 01 Jan 2025 00:00:00 GMT';

export const bodyRoutes = [
  route('/bytes/:length', (exchange) => {
    exchange.send(seededBytes(exchange.number('length')), BINARY);
  }),
  route('/chunked/:count', writeChunks),
  route('/chunked/:count/:milliseconds', writeChunks),
  route('/drip', writePieces),
  route('/latch-body/:latch', writePieces),
  route('/large', writeLarge),
  route('/infinite', writeLarge),
  route('/download/:length', download),
];

/** One byte a chunk, or `?size=` of them. */
function writeChunks(exchange: ServerExchange): Promise<void> {
  const size = exchange.number('size', 1);
  exchange.response.writeHead(200, BINARY);
  return writePaced(exchange, seededPieces(exchange.number('count') * size, 0, size));
}

/** `?chunks=` pieces of `?size=` bytes; with `?length` in the query the Content-Length is told before. */
function writePieces(exchange: ServerExchange): Promise<void> {
  const size = exchange.number('size', 10);
  const length = exchange.number('chunks', 3) * size;
  const headers = exchange.query.has('length') ? { ...BINARY, 'Content-Length': length } : BINARY;
  exchange.response.writeHead(200, headers);
  return writePaced(exchange, seededPieces(length, 0, size));
}

/** `?bytes=` of them, or no end at all, as fast as the client takes them and no faster. */
function writeLarge(exchange: ServerExchange): Promise<void> {
  const bytes = exchange.number('bytes', Infinity);
  const headers = Number.isFinite(bytes) ? { ...BINARY, 'Content-Length': bytes } : BINARY;
  exchange.response.writeHead(200, headers);
  return writePaced(exchange, seededPieces(bytes));
}

/** A file that can be asked for in ranges; `?shouldProduceError=true` breaks off after six tenths. */
async function download(exchange: ServerExchange): Promise<void> {
  const length = exchange.number('length');
  const { response } = exchange;
  response.setHeaders(downloadHeaders(length));
  const range = requestedRange(exchange, length);
  if (!range) {
    exchange.empty(416, { 'Content-Range': `bytes */${String(length)}`, 'Content-Length': 0 });
    return;
  }
  const [from, to] = range;
  const isWhole = to - from === length;
  if (!isWhole)
    response.setHeader('Content-Range', `bytes ${String(from)}-${String(to - 1)}/${String(length)}`);
  response.writeHead(isWhole ? 200 : 206, { 'Content-Length': to - from });
  if (exchange.query.get('shouldProduceError') === 'true') await breakOff(exchange, from, to);
  else await writePaced(exchange, seededPieces(to - from, from));
}

async function breakOff(exchange: ServerExchange, from: number, to: number): Promise<void> {
  for (const piece of seededPieces(Math.floor((to - from) * 0.6), from)) await exchange.write(piece);
  exchange.request.socket.destroy();
}

/** From and to (exclusive); undefined when nothing of the range is there (RFC 9110 §14). */
function requestedRange(exchange: ServerExchange, length: number): [from: number, to: number] | undefined {
  const { range, 'if-range': ifRange } = exchange.seen.headers;
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const isCurrent = ifRange === undefined || [LAST_MODIFIED, etagOf(length)].includes(String(ifRange));
  if (!match || !isCurrent) return [0, length];
  const from = Number(match[1]);
  const to = match[2] ? Math.min(Number(match[2]) + 1, length) : length;
  return from < to ? [from, to] : undefined;
}

function downloadHeaders(length: number): Map<string, string> {
  return new Map([
    ['Accept-Ranges', 'bytes'],
    ['Content-Type', 'application/octet-stream'],
    ['ETag', etagOf(length)],
    ['Last-Modified', LAST_MODIFIED],
  ]);
}

function etagOf(length: number): string {
  return `"${createHash('sha256').update(String(length)).digest('hex').slice(0, 16)}"`;
}

import type { ServerExchange } from '../exchange.js';
import { writePaced } from '../pace.js';
import { route } from '../route.js';

export const streamRoutes = [
  route('/stream/:count', writeLines),
  route('/stream/:count/:milliseconds', writeLines),
  route('/payloads/:count', writePayloads),
  route('/payloads/:count/:milliseconds', writePayloads),
  route('/sse', writeEvents),
  route('/sse/:milliseconds', writeEvents),
];

/** One JSON document a line. */
function writeLines(exchange: ServerExchange): Promise<void> {
  exchange.response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  return writePaced(exchange, documents(exchange, '\n'));
}

/** One JSON document a chunk, with nothing between them. */
function writePayloads(exchange: ServerExchange): Promise<void> {
  exchange.response.writeHead(200, { 'Content-Type': 'application/json' });
  return writePaced(exchange, documents(exchange, ''));
}

function* documents(exchange: ServerExchange, end: string): Generator<string> {
  for (let id = 0; id < exchange.number('count'); id += 1) {
    yield JSON.stringify({ id, url: exchange.url.href }) + end;
  }
}

/** `?count=` events, after those the client has had by its `Last-Event-ID`. */
function writeEvents(exchange: ServerExchange): Promise<void> {
  exchange.response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const had = Number(exchange.seen.headers['last-event-id'] ?? 0);
  return writePaced(exchange, serverSentEvents(had + 1, exchange.number('count', 3)));
}

/** A comment first, and data of two lines: what every reader must get right. */
function* serverSentEvents(from: number, to: number): Generator<string> {
  for (let id = from; id <= to; id += 1) {
    const head = id === from ? ': hello\nretry: 10\n' : '';
    yield `${head}id: ${String(id)}\nevent: tick\ndata: {"tick":\ndata: ${String(id)}}\n\n`;
  }
}

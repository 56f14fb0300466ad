import { finished } from 'node:stream/promises';
import type { ServerExchange } from '../exchange.js';
import { hashInto, readMultipart } from '../multipart-reader.js';
import { route } from '../route.js';

export const uploadRoutes = [
  route('/upload', hashUpload),
  route('/multipart', async (exchange) => {
    const form = await readMultipart(exchange.seen.headers, exchange.request);
    exchange.json({ ...form, headers: exchange.seen.headers });
  }),
  /** Reads nothing of the body before its latch lets it. A client that leaves before is not noticed until then. */
  route('/slow-reader/:latch', async (exchange) => {
    const latch = exchange.server.latch(exchange.parameter('latch'));
    if (await latch.pass(exchange.signal)) await hashUpload(exchange);
  }),
  /** Refuses before it has read the body; with `?close` it closes the connection over it, else it reads on. */
  route('/early-response', (exchange) => {
    const connection = exchange.query.has('close') ? 'close' : 'keep-alive';
    exchange.json({ error: 'too large' }, 413, { Connection: connection });
  }),
];

/** Hashes the body as it comes; nothing of it is kept. */
async function hashUpload(exchange: ServerExchange): Promise<void> {
  const received = { bytes: 0, sha256: '' };
  hashInto(received, exchange.request);
  await finished(exchange.request);
  exchange.json({ ...received, method: exchange.seen.method, headers: exchange.seen.headers });
}

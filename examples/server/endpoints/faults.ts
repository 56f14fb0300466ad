import type { Socket } from 'node:net';
import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';
import { seededBytes } from '../seeded-bytes.js';

/** Connections that answer no further request: what an idle limit of the server makes of a keep-alive. */
export const closesWhenReused = new WeakSet<Socket>();

/** Servers that break off, say nonsense or hang up: what a proxy or a crash makes of a response. */
export const faultRoutes = [
  route('/reset', ({ request }) => {
    request.socket.resetAndDestroy();
  }),
  route('/close-before-head', ({ request }) => {
    request.socket.destroy();
  }),
  route('/reset-after-head', async (exchange) => {
    await sendHalf(exchange, { 'Content-Length': '100' });
    exchange.request.socket.resetAndDestroy();
  }),
  route('/truncated', async (exchange) => {
    await sendHalf(exchange, { 'Content-Length': '100' });
    exchange.request.socket.destroy();
  }),
  route('/truncated-chunked', async (exchange) => {
    await sendHalf(exchange, {});
    exchange.request.socket.destroy();
  }),
  route('/garbage', ({ request }) => {
    request.socket.end('this is no HTTP at all\r\n\r\n');
  }),
  route('/keep-alive-close', (exchange) => {
    exchange.response.once('finish', () => exchange.request.socket.destroy());
    exchange.json({ closed: 'right after this' }, 200, { Connection: 'keep-alive' });
  }),
  /** Answers; the next request on this connection finds it closing. */
  route('/close-when-reused', (exchange) => {
    closesWhenReused.add(exchange.request.socket);
    exchange.json({ closed: 'when reused' });
  }),
];

async function sendHalf(exchange: ServerExchange, headers: Record<string, string>): Promise<void> {
  exchange.response.writeHead(200, { 'Content-Type': 'application/octet-stream', ...headers });
  await exchange.write(seededBytes(50));
}

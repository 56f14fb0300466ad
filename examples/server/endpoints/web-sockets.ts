import type { WebSocket } from 'ws';
import type { ServerExchange } from '../exchange.js';
import { pause } from '../pace.js';
import { route } from '../route.js';

/** Has a WebSocket from its opening on. */
export type WebSocketHandler = (exchange: ServerExchange, socket: WebSocket) => void | Promise<void>;

export const webSocketRoutes = [
  route<WebSocketHandler>('/websocket', (exchange, socket) => sendPayloads(exchange, socket, 1)),
  route<WebSocketHandler>('/websocket/payloads/:count', (exchange, socket) =>
    sendPayloads(exchange, socket, exchange.number('count')),
  ),
  route<WebSocketHandler>('/websocket/echo', echo),
  route<WebSocketHandler>('/websocket/ping/:count', closeAfterPings),
  route<WebSocketHandler>('/websocket/drop', (_exchange, socket) => {
    socket.send('last', () => {
      socket.terminate();
    });
  }),
  route<WebSocketHandler>('/websocket/flood', flood),
  // what a client asks to be closed stays open
  route<WebSocketHandler>('/websocket/deaf', (_exchange, socket) => {
    socket.close = () => undefined;
  }),
];

/**
 * Binary messages, each a JSON document that tells of the handshake, then the closing handshake with `?closeCode=`
 * and `?closeReason=`, after `?closeDelay=` milliseconds; without a code the socket stays open. A `?latch=` lets one
 * message go with each step.
 */
async function sendPayloads(exchange: ServerExchange, socket: WebSocket, count: number): Promise<void> {
  const latch = exchange.query.get('latch');
  for (let id = 0; id < count; id += 1) {
    if (latch !== null && !(await exchange.server.latch(latch).pass(exchange.signal))) return;
    socket.send(Buffer.from(JSON.stringify({ id, url: exchange.url.href, headers: exchange.seen.headers })));
  }
  const closeCode = exchange.query.get('closeCode');
  if (closeCode === null || !(await pause(exchange, exchange.number('closeDelay')))) return;
  socket.close(Number(closeCode), exchange.query.get('closeReason') ?? undefined);
}

/** Every message comes back as what it was, text or binary. */
function echo(_exchange: ServerExchange, socket: WebSocket): void {
  socket.on('message', (data, isBinary) => {
    socket.send(data as Buffer, { binary: isBinary });
  });
}

/** Goes away once it has been pinged so often. */
function closeAfterPings(exchange: ServerExchange, socket: WebSocket): void {
  let left = exchange.number('count');
  socket.on('ping', () => {
    left -= 1;
    if (left === 0) socket.close(1001);
  });
}

/** Messages of 16 KiB for as long as the client reads; `bytesWritten` counts what the kernel has taken. */
function flood(exchange: ServerExchange, socket: WebSocket): void {
  const message = Buffer.alloc(16 * 1024);
  const send = (): void => {
    if (exchange.signal.aborted) return;
    socket.send(message, (error) => {
      if (error) return;
      exchange.seen.bytesWritten += message.byteLength;
      setImmediate(send);
    });
  };
  send();
}

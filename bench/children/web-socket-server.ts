import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { MESSAGES, TEXT } from '../clients/web-socket-load.js';

/** Echoes each message at `/echo`, and sends many of them at `/receive`. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket, request) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  if (request.url === '/receive') for (let count = 0; count < MESSAGES; count += 1) socket.send(TEXT);
});
await once(server, 'listening');
process.on('disconnect', () => process.exit());
process.send?.(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);

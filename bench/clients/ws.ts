import { WebSocket } from 'ws';
import { webSocketClient } from './web-socket-load.js';

export const client = webSocketClient('ws', (url, opened, received, failed) => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('open', () => {
    opened({ send: (text) => socket.send(text), close: () => socket.terminate() });
  });
  socket.on('message', (data) => {
    received((data as Buffer).toString());
  });
  socket.on('error', failed);
});

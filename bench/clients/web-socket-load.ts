import type { Client, Done } from './client.js';

/** Messages there and back, and messages received: enough of them that the handshake does not count. */
const ECHOES = 2000;
export const MESSAGES = 20_000;
export const TEXT = JSON.stringify({ id: 17, symbol: 'RXJS', price: 7.82, note: 'x'.repeat(60) });

/** Open socket of a client. */
export interface OpenSocket {
  send(text: string): void;
  close(): void;
}

/** Opens a socket. `received` is called with each message, once `opened` was. */
export type OpenSocketOf = (
  url: string,
  opened: (socket: OpenSocket) => void,
  received: (text: string) => void,
  failed: (error: unknown) => void,
) => void;

/** Echoes messages one at a time, or receives as many. */
export function webSocketClient(name: string, open: OpenSocketOf): Client {
  return {
    name,
    get: (url, done) => {
      exchange(open, url, done);
    },
  };
}

function exchange(open: OpenSocketOf, url: string, done: Done): void {
  const echoes = url.endsWith('/echo');
  const last = echoes ? ECHOES : MESSAGES;
  let socket: OpenSocket | undefined;
  let count = 0;
  const opened = (connected: OpenSocket): void => {
    socket = connected;
    if (echoes) socket.send(TEXT);
  };
  const received = (text: string): void => {
    count += 1;
    if (text.length !== TEXT.length) throw new Error('Another message came.');
    if (count === last) {
      socket?.close();
      done(undefined, { id: 17 });
    } else if (echoes) socket?.send(TEXT);
  };
  open(url, opened, received, (error) => done(error as Error));
}

import { afterAll, beforeAll } from '@jest/globals';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server that does with a request what the spec says. */
export interface InboundServer {
  readonly url: string;
  readonly port: number;
  /** How the next requests are answered. One that fails answers 500. */
  handle(handler: Handler): void;
}

/** A server on a free port of 127.0.0.1 for the specs of a file; to be used inside specs only. */
export function useInboundServer(): InboundServer {
  let handler: Handler = (_, response) => void response.end();
  const server = http.createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await handler(request, response);
    } catch (error) {
      response.writeHead(500, { Connection: 'close' }).end(String(error));
    }
  };
  beforeAll(async () => {
    server.keepAliveTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const port = (): number => (server.address() as AddressInfo).port;
  return {
    get url() {
      return `http://127.0.0.1:${String(port())}`;
    },
    get port() {
      return port();
    },
    handle: (next) => {
      handler = next;
    },
  };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSessionError, type HTTPHeaders, type Session } from 'rxsession';
import type { Gateway } from './gateway.js';

export interface ReadingGatewayOptions {
  /** A session whose `urlCache` has the mode `'shared'`: it serves many users. */
  readonly session: Session;
  /** Origin of everything that is asked for. */
  readonly origin: string;
  /** Any free one unless given. */
  readonly port?: number;
}

/** Fields that belong to one connection, or that the gateway sets by itself. */
const OF_ONE_CONNECTION = new Set([
  ...[
    'connection',
    'content-encoding',
    'content-length',
    'host',
    'keep-alive',
    'transfer-encoding',
    'upgrade',
  ],
]);

/**
 * A server before another one: it sends each request on, and the session's shared cache answers those that it may.
 * Several gateways with one store know of each other's changes.
 */
export async function startReadingGateway(options: ReadingGatewayOptions): Promise<Gateway> {
  const server = createServer((request, response) => {
    pass(request, response, options);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, options: ReadingGatewayOptions): void {
  const { method = 'GET', url = '/' } = incoming;
  const request = options.session.request(`${options.origin}${url}`, { method, headers: sentOn(incoming) });
  const answering = request.response().subscribe(({ response, data, error }) => {
    if (response === undefined) {
      outgoing.writeHead(isSessionError(error) && error.code === 'timedOut' ? 504 : 502).end();
      return;
    }
    outgoing.writeHead(response.statusCode, fieldsOf(response.headers)).end(data);
  });
  outgoing.on('close', () => {
    answering.unsubscribe();
  });
}

function sentOn({ headers }: IncomingMessage): [name: string, value: string][] {
  return Object.entries(headers)
    .filter((field): field is [string, string] => typeof field[1] === 'string')
    .filter(([name]) => !OF_ONE_CONNECTION.has(name));
}

function fieldsOf(headers: HTTPHeaders): string[] {
  return [...headers].filter(([name]) => !OF_ONE_CONNECTION.has(name.toLowerCase())).flat();
}

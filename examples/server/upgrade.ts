import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { webSocketRoutes } from './endpoints/web-sockets.js';
import { ServerExchange, type ServerMemory } from './exchange.js';
import type { Latch } from './latch.js';
import { findRoute } from './route.js';
import type { SeenRequest } from './seen-request.js';

/** A response for a request that asks for another protocol, of which Node makes none by itself. */
export function responseTo(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    socket.end();
  });
  return response;
}

/** Whether a request is for a WebSocket, and at a path that has one. */
export function isForWebSocket(request: IncomingMessage): boolean {
  const { pathname } = new URL(request.url ?? '/', 'http://loopback.invalid');
  return (
    request.headers.upgrade?.toLowerCase() === 'websocket' &&
    findRoute(webSocketRoutes, pathname) !== undefined
  );
}

/**
 * Hands the socket of a request to its endpoint, once the latch lets it. The first subprotocol that is offered is
 * chosen, none with `?protocol=none`; `?pongs=no` leaves pings unanswered, `?deflate=yes` compresses, `?user=a:b`
 * asks for that user and password, `?cookie=a=1` sets a cookie.
 */
export async function upgrade(
  request: IncomingMessage,
  response: ServerResponse,
  head: Buffer,
  seen: SeenRequest,
  server: ServerMemory & { readonly held: Latch | undefined },
): Promise<void> {
  const { held } = server;
  const { socket } = request;
  response.detachSocket(socket);
  // a client that leaves while it is held is heard only by reading on
  socket.resume().once('end', () => socket.end());
  socket.once('close', () => response.emit('close'));
  if (held && !(await held.pass(seen.signal))) return;
  if (!isAuthorized(seen)) {
    socket.end(
      'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="sockets"\r\nContent-Length: 0\r\n\r\n',
    );
    return;
  }
  const found = findRoute(webSocketRoutes, seen.path);
  const options = {
    noServer: true,
    autoPong: seen.query.get('pongs') !== 'no',
    // a client that sends a hundred pings at once is what a spec is about
    maxPendingAutoPongs: 0,
    perMessageDeflate: seen.query.get('deflate') === 'yes' && { threshold: 0 },
    handleProtocols: ([protocol]: Set<string>) =>
      seen.query.get('protocol') === 'none' ? false : (protocol ?? false),
  };
  const sockets = new WebSocketServer(options);
  sockets.on('headers', (fields) => {
    const cookie = seen.query.get('cookie');
    if (cookie !== null) fields.push(`Set-Cookie: ${cookie}`);
  });
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('close', (code, reason) => {
      seen.didCloseWebSocket(code, reason.toString());
    });
    webSocket.on('error', () => undefined);
    const exchange = new ServerExchange(request, response, seen, server, found?.parameters ?? {});
    void found?.route.handle(exchange, webSocket);
  });
}

function isAuthorized({ query, headers }: SeenRequest): boolean {
  const user = query.get('user');
  return user === null || headers.authorization === `Basic ${btoa(user)}`;
}

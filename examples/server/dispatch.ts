import type { IncomingMessage, ServerResponse } from 'node:http';
import { closesWhenReused } from './endpoints/faults.js';
import { ServerExchange, type ServerMemory } from './exchange.js';
import type { Latch } from './latch.js';
import { findRoute } from './route.js';
import { routes } from './routes.js';
import type { SeenRequest } from './seen-request.js';

/** Hands a request to its endpoint, once the latch lets it; an endpoint that fails answers 500. */
export async function dispatch(
  request: IncomingMessage,
  response: ServerResponse,
  seen: SeenRequest,
  server: ServerMemory,
  held: Latch | undefined,
): Promise<void> {
  if (closesWhenReused.has(request.socket)) {
    request.socket.destroy();
    return;
  }
  if (held && !(await held.pass(seen.signal))) return;
  const found = findRoute(routes, seen.path);
  const exchange = new ServerExchange(request, response, seen, server, found?.parameters ?? {});
  if (found) await answer(exchange, found.route.handle);
  else exchange.json({ error: `nothing at ${seen.path}` }, 404);
}

async function answer(
  exchange: ServerExchange,
  handle: (exchange: ServerExchange) => unknown,
): Promise<void> {
  try {
    await handle(exchange);
  } catch (error) {
    if (exchange.signal.aborted || exchange.request.destroyed) return;
    if (exchange.response.headersSent) exchange.request.socket.destroy();
    else exchange.json({ error: String(error) }, 500);
  }
}

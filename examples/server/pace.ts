import { setTimeout as after } from 'node:timers/promises';
import type { ServerExchange } from './exchange.js';

/**
 * Sends the head at once, then pieces one by one. A latch named in the path or the query (`?latch=name`) lets
 * one piece go with each step; a `milliseconds` in the path or the query is waited between two.
 */
export async function writePaced(
  exchange: ServerExchange,
  pieces: Iterable<string | Uint8Array>,
): Promise<void> {
  exchange.response.flushHeaders();
  let isFirst = true;
  for (const piece of pieces) {
    if (!(await turn(exchange, isFirst)) || !(await exchange.write(piece))) return;
    isFirst = false;
  }
  exchange.response.end();
}

async function turn(exchange: ServerExchange, isFirst: boolean): Promise<boolean> {
  const latch = exchange.parameter('latch') || exchange.query.get('latch');
  if (latch) return exchange.server.latch(latch).pass(exchange.signal);
  return isFirst || pause(exchange, exchange.number('milliseconds'));
}

/** Waits; resolves to whether the client is still there. */
export async function pause(exchange: ServerExchange, milliseconds: number): Promise<boolean> {
  if (milliseconds > 0)
    await after(milliseconds, undefined, { signal: exchange.signal }).catch(() => undefined);
  return !exchange.signal.aborted;
}

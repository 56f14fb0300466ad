import type { ServerExchange } from '../exchange.js';
import { route } from '../route.js';

export const cachingRoutes = [
  route('/etag', answerTagged),
  route('/etag/:tag', answerTagged),
  route('/cache', answerCacheable),
];

/** 304 to whoever has the tag already. */
function answerTagged(exchange: ServerExchange): void {
  const tag = `"${exchange.parameter('tag') || 'loopback'}"`;
  const isKnown = exchange.seen.headers['if-none-match'] === tag;
  if (isKnown) exchange.empty(304, { ETag: tag });
  else exchange.json({ tag }, 200, { ETag: tag });
}

/**
 * Answers with the `Cache-Control` of its query. Dates have whole seconds, so each other answer for a value
 * is dated five seconds back: a cached one is told from a fresh one without waiting.
 */
function answerCacheable(exchange: ServerExchange): void {
  const cacheControl = exchange.query.get('Cache-Control') ?? 'no-store';
  const call = exchange.server.count(`cache ${cacheControl}`);
  const date = new Date(Date.now() - (call % 2 === 0 ? 5000 : 0)).toUTCString();
  exchange.json({ call }, 200, { 'Cache-Control': cacheControl, Date: date });
}

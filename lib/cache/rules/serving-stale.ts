import { directivesOf } from './directives.js';
import { timeToLive } from './freshness.js';
import type { CacheMode, StoredResponse } from './stored-response.js';

/** Statuses that count as an error of the origin (RFC 5861 §4). */
const ERRORS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

export function isOriginError(statusCode: number): boolean {
  return ERRORS.has(statusCode);
}

/** True if the origin, or an invalidation, forbids to serve a response stale (RFC 9111 §4.2.4). */
export function forbidsStale({ headers, isInvalidated }: StoredResponse, mode: CacheMode): boolean {
  const { mustRevalidate, proxyRevalidate, noCache, sharedMaxAge } = directivesOf(
    headers.get('cache-control'),
  );
  if (isInvalidated || mustRevalidate || noCache) return true;
  return mode === 'shared' && (proxyRevalidate || sharedMaxAge !== undefined);
}

/** True if it may be served stale while it is validated in the background (RFC 5861 §3). */
export function mayServeWhileRevalidating(response: StoredResponse, mode: CacheMode, now: number): boolean {
  const { staleWhileRevalidate } = directivesOf(response.headers.get('cache-control'));
  if (staleWhileRevalidate === undefined || forbidsStale(response, mode)) return false;
  return -timeToLive(response, mode, now) <= staleWhileRevalidate;
}

/** True if it may be served stale instead of an error of the origin (RFC 5861 §4), of either side's wish. */
export function mayServeIfError(
  response: StoredResponse,
  requestCacheControl: string | undefined,
  mode: CacheMode,
  now: number,
): boolean {
  if (forbidsStale(response, mode)) return false;
  const windows = [response.headers.get('cache-control'), requestCacheControl].map(
    (field) => directivesOf(field).staleIfError ?? -1,
  );
  return -timeToLive(response, mode, now) <= Math.max(...windows);
}

/** Seconds after its lifetime in which a response may still be of use without validation. */
export function staleWindow({ headers }: StoredResponse): number {
  const { staleWhileRevalidate, staleIfError } = directivesOf(headers.get('cache-control'));
  return Math.max(staleWhileRevalidate ?? 0, staleIfError ?? 0);
}

import type { HTTPHeaders } from '../../message/http-headers.js';
import { deltaSeconds, directivesOf, LARGEST_AGE, listMembers } from './directives.js';
import { parseHTTPDate } from './http-date.js';
import type { CacheMode, DatedResponse, ResponseFacts } from './stored-response.js';

/** Statuses whose responses may be given a heuristic lifetime (RFC 9110 §15.1). */
const HEURISTICALLY_CACHEABLE: ReadonlySet<number> = new Set([
  ...[200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501],
]);

/** Share of the time since the last modification that a heuristic lifetime takes (RFC 9111 §4.2.2). */
const HEURISTIC_SHARE = 0.1;
/** Seconds that a heuristic lifetime takes at most: beyond a day, caches had to warn of it. */
const LONGEST_HEURISTIC = 24 * 60 * 60;

/** Seconds since the origin made or validated a response (RFC 9111 §4.2.3). */
export function currentAge(response: DatedResponse, now: number): number {
  const { headers, requestTime, responseTime } = response;
  const date = parseHTTPDate(headers.get('date'), responseTime);
  // `Date` has no fractions: what is left of a second is no age
  const apparentAge = date === undefined ? 0 : Math.max(0, Math.floor((responseTime - date) / 1000));
  const correctedAge = ageValue(headers) + Math.max(0, responseTime - requestTime) / 1000;
  return Math.max(apparentAge, correctedAge) + Math.max(0, now - responseTime) / 1000;
}

/** Seconds of the `Age` field: its first member counts, and an invalid one is ignored (RFC 9111 §5.1). */
export function ageValue(headers: HTTPHeaders): number {
  const [first] = listMembers(headers.get('age') ?? '');
  return first === undefined ? 0 : (deltaSeconds(first) ?? 0);
}

/**
 * Seconds for which a response is fresh (RFC 9111 §4.2.1): `s-maxage` in shared caches, then `max-age`, then
 * `Expires`, then a tenth of the time since `Last-Modified` where the status or `public` allows that. Conflicting or
 * invalid values make it stale.
 */
export function freshnessLifetime(response: DatedResponse, mode: CacheMode): number {
  const { headers, responseTime } = response;
  const { maxAge, sharedMaxAge } = directivesOf(headers.get('cache-control'));
  if (mode === 'shared' && sharedMaxAge !== undefined) return sharedMaxAge;
  if (maxAge !== undefined) return maxAge;
  const date = parseHTTPDate(headers.get('date'), responseTime) ?? responseTime;
  const expires = headers.get('expires');
  if (expires === undefined) return heuristicLifetime(response, date);
  const expiry = parseHTTPDate(expires, responseTime);
  return expiry === undefined ? 0 : Math.min(Math.max(0, (expiry - date) / 1000), LARGEST_AGE);
}

/** True if the response says for how long it is fresh. */
export function hasExplicitLifetime({ headers }: ResponseFacts, mode: CacheMode): boolean {
  const { maxAge, sharedMaxAge } = directivesOf(headers.get('cache-control'));
  return maxAge !== undefined || (mode === 'shared' && sharedMaxAge !== undefined) || headers.has('expires');
}

/** True if a cache may decide for how long the response is fresh (RFC 9111 §4.2.2). */
export function isHeuristicallyCacheable({ statusCode, headers }: ResponseFacts): boolean {
  return HEURISTICALLY_CACHEABLE.has(statusCode) || directivesOf(headers.get('cache-control')).isPublic;
}

/** Seconds that a response has left; negative if it is stale. */
export function timeToLive(response: DatedResponse, mode: CacheMode, now: number): number {
  return freshnessLifetime(response, mode) - currentAge(response, now);
}

function heuristicLifetime(response: DatedResponse, date: number): number {
  const modified = parseHTTPDate(response.headers.get('last-modified'), response.responseTime);
  if (modified === undefined || modified >= date || !isHeuristicallyCacheable(response)) return 0;
  return Math.min(((date - modified) / 1000) * HEURISTIC_SHARE, LONGEST_HEURISTIC);
}

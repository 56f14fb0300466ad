import type { HTTPMethod } from '../../message/http-method.js';
import { parsedURL } from '../../message/parsed-url.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { cacheKey } from './selection.js';
import type { ResponseFacts } from './stored-response.js';

/** Registered methods that change nothing at the origin; any other invalidates (RFC 9110 §9.2.1, RFC 9111 §4.4). */
const SAFE: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'REPORT', 'SEARCH', 'QUERY', 'PRI'],
]);

export function isSafe(method: HTTPMethod): boolean {
  return SAFE.has(method);
}

/**
 * Keys of the responses that a response to an unsafe method invalidates (RFC 9111 §4.4): that of its URL, and those of
 * its `Location` and `Content-Location` if they have the same origin. None after an error.
 */
export function invalidatedKeys(method: HTTPMethod, url: string, response: ResponseFacts): readonly string[] {
  const { statusCode, headers } = response;
  if (isSafe(method) || statusCode < 200 || statusCode >= 400) return [];
  const locations = [headers.get('location'), headers.get('content-location')];
  const urls = locations
    .map((location) => (location === undefined ? undefined : parsedURL(location, url)?.href))
    .filter((location) => location !== undefined && isSameOrigin(location, url));
  const keys = [url, ...urls].map((target) => (target === undefined ? undefined : cacheKey(target)));
  return [...new Set(keys.filter((key) => key !== undefined))];
}

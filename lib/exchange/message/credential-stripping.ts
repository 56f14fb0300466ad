import type { HTTPHeaders } from '../../message/http-headers.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { builtInSecretHeaders } from '../../message/secret-headers.js';

/** Fields that speak of the origin they were made for, and mislead or tell too much at another. */
const BOUND_TO_ORIGIN: ReadonlySet<string> = new Set(['host', 'origin', 'referer']);

/**
 * The headers that may go to `to` where `headers` were meant for `from`. Within one origin (scheme, host
 * and port; RFC 6454) all of them; to another one none that is secret, and no `Host`, `Origin` or `Referer`.
 *
 * `https:` instead of `http:` is another origin too. `secretHeaders` are in lower case and come on top of the
 * built-in ones. A URL that is none is another origin than any.
 */
export function strippedAcrossOrigins(
  headers: HTTPHeaders,
  from: string,
  to: string,
  secretHeaders: ReadonlySet<string> = builtInSecretHeaders,
): HTTPHeaders {
  if (isSameOrigin(from, to)) return headers;
  return Array.from(headers, ([name]) => name)
    .filter((name) => isBoundToOrigin(name.toLowerCase(), secretHeaders))
    .reduce((left, name) => left.remove(name), headers);
}

function isBoundToOrigin(name: string, secretHeaders: ReadonlySet<string>): boolean {
  return builtInSecretHeaders.has(name) || secretHeaders.has(name) || BOUND_TO_ORIGIN.has(name);
}

import { type Cookie, defaultPath, domainMatch, pathMatch } from 'tough-cookie';
import { isLoopbackHost } from '../../extending/loopback-reachability.js';

/** Whether name and value are longer than a cookie may be (§5.6, step 5): 4096 bytes. */
export function isOversized({ key, value }: Cookie): boolean {
  return key.length + value.length > 4096;
}

/** The secure URL beside one that is not; undefined for one that is, and for a host that is this machine. */
export function securedURL(url: string): string | undefined {
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol !== 'http:' || isLoopbackHost(hostname)) return undefined;
  return `https://${hostname}${pathname}`;
}

/**
 * Whether a cookie without `Secure` would stand in the place of a secure one, or beside it (§5.7, step 16): whoever is
 * on the way of an unprotected response must not choose what a secure message says, to this host, to one above it or
 * to one below. `kept` are the cookies that are there, of any host.
 */
export function laysOver(cookie: Cookie, url: string, kept: readonly Cookie[]): boolean {
  if (cookie.secure) return false;
  const { hostname, pathname } = new URL(url);
  const domain = cookie.domain ?? hostname;
  const path = cookie.path?.startsWith('/') === true ? cookie.path : defaultPath(pathname);
  return kept.some(
    (other) =>
      other.secure &&
      other.key === cookie.key &&
      areNested(domain, other.domain) &&
      pathMatch(path, other.path ?? '/') &&
      !isExpired(other),
  );
}

/** A domain that is no host is nested in none: its cookie is left out where it is to be set. */
function areNested(domain: string, other: string | null): boolean {
  try {
    return domainMatch(domain, other) === true || domainMatch(other, domain) === true;
  } catch {
    return false;
  }
}

function isExpired(cookie: Cookie): boolean {
  return (cookie.expiryTime() ?? Infinity) <= Date.now();
}

/**
 * Those of a host's cookies that are too many (RFC 6265 §6.1 asks for 50 at least, browsers keep 180): the oldest, and
 * secure ones last, so that no flood of others makes room for one in their place.
 */
export function excessOf(cookies: readonly Cookie[]): readonly Cookie[] {
  if (cookies.length <= MOST_COOKIES) return [];
  return [...cookies].sort(bySecurityAndAge).slice(0, cookies.length - MOST_COOKIES);
}

const MOST_COOKIES = 180;

function bySecurityAndAge(a: Cookie, b: Cookie): number {
  return (
    Number(a.secure) - Number(b.secure) ||
    Number(a.creation) - Number(b.creation) ||
    a.creationIndex - b.creationIndex
  );
}

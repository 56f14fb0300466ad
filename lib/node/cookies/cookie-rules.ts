import { Cookie, defaultPath, domainMatch, pathMatch } from 'tough-cookie';
import { trimmed } from '../../message/quoted-text.js';
import { isLoopbackHost } from '../../extending/loopback-reachability.js';

/**
 * Reads a `Set-Cookie` line (RFC 6265bis §5.6). A cookie may have no name; undefined for one with neither name nor value,
 * with a control character, with more than 4096 bytes of both, or with a prefix whose conditions it does not meet.
 */
export function parseCookie(line: string): Cookie | undefined {
  if (CONTROLS.test(line)) return undefined;
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  const key = equals < 0 ? '' : trimmed(pair.slice(0, equals));
  const value = trimmed(pair.slice(equals + 1));
  if (key.length + value.length > 4096 || !isSendable(key, value)) return undefined;
  const cookie = Cookie.parse(['a=b', ...attributes.filter(isShort)].join(';'));
  if (cookie === undefined) return undefined;
  cookie.key = key;
  cookie.value = value;
  return meetsPrefix(cookie) ? cookie : undefined;
}

/** A value without a name must not be read as a name and a value when it is sent. */
function isSendable(key: string, value: string): boolean {
  return key !== '' || (value !== '' && !value.includes('='));
}

// eslint-disable-next-line no-control-regex -- a line with one is no cookie; a tab may stand in it
const CONTROLS = /[\0-\x08\n-\x1f\x7f]/;

/** Attributes of more than 1024 bytes are ignored. */
function isShort(attribute: string): boolean {
  return attribute.length - attribute.indexOf('=') - 1 <= 1024;
}

/** Prefixes of names promise attributes (§4.1.3), in any case; a cookie without a name cannot pass for one with it. */
function meetsPrefix(cookie: Cookie): boolean {
  const { key, value, secure, httpOnly, domain, path } = cookie;
  const name = key.toLowerCase();
  if (name === '') return !PREFIX.test(value);
  const isOfHost = secure && domain === null && path === '/';
  if (name.startsWith('__host-http-')) return isOfHost && httpOnly;
  if (name.startsWith('__host-')) return isOfHost;
  if (name.startsWith('__http-')) return secure && httpOnly;
  return secure || !name.startsWith('__secure-');
}

const PREFIX = /^__(?:secure|host|http|host-http)-/i;

/** Secure form of a URL. Undefined for a secure URL, and for a host that is this machine. */
export function securedURL(url: string): string | undefined {
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol !== 'http:' || isLoopbackHost(hostname)) return undefined;
  return `https://${hostname}${pathname}`;
}

/**
 * True if a cookie without `Secure` would replace a secure one, or shadow it (RFC 6265bis §5.7, step 16). An attacker who
 * changes an unprotected response must not choose what secure messages say, to this host, its parents or its children.
 * `kept` are the stored cookies of all hosts.
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

/** False for a domain that is no host; the jar refuses its cookie. */
function areNested(domain: string, other: string | null): boolean {
  try {
    return domainMatch(domain, other) === true || domainMatch(other, domain) === true;
  } catch {
    return false;
  }
}

/** True if the cookie has expired. */
export function isExpired(cookie: Cookie): boolean {
  return (cookie.expiryTime() ?? Infinity) <= Date.now();
}

/**
 * Cookies of a host beyond 180 (RFC 6265 §6.1 asks for 50 at least): the oldest, and secure ones last, so that no flood
 * of others displaces them.
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

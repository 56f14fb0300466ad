import { parsedURL } from './parsed-url.js';

/** True for two URLs of equal scheme, host and port. Text that is no URL has none. */
export function isSameOrigin(a: string, b: string): boolean {
  const origin = originOf(a);
  return origin !== undefined && origin === originOf(b);
}

/** `URL` writes hosts, IP addresses and default ports in one way, so that equal origins are equal text. */
function originOf(url: string): string | undefined {
  const parsed = parsedURL(url);
  return parsed && `${parsed.protocol}//${parsed.host}`;
}

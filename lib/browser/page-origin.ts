import { parsedURL } from '../message/parsed-url.js';

/**
 * True if a URL has another origin than the page or worker, regardless of `<base>` and of a frame's URL. A relative
 * URL is of the own origin; without a page no URL is of another.
 */
export function isOfAnotherOrigin(url: string): boolean {
  const { origin, location } = globalThis as { origin?: unknown; location?: { readonly origin: string } };
  const own = isOrigin(origin) ? origin : location?.origin;
  const asked = parsedURL(url)?.origin;
  return own !== undefined && asked !== undefined && asked !== own;
}

/** A script may have put something else in the place of `origin`. */
function isOrigin(value: unknown): value is string {
  return value === 'null' || (typeof value === 'string' && parsedURL(value)?.origin === value);
}

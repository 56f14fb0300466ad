import { parsedURL } from '../message/parsed-url.js';

/**
 * Whether a URL has another origin than the page or the worker: its `<base>` has no say in that, nor in a frame has
 * its URL. What is no absolute URL is of the own origin; where there is no page nothing is of another.
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

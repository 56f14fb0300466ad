import { parsedURL } from '../message/parsed-url.js';

/**
 * Whether a URL has another origin than the page or the worker: its `<base>` has no say in that, nor in a frame has
 * its URL. What is no absolute URL is of the own origin; where there is no page nothing is of another.
 */
export function isOfAnotherOrigin(url: string): boolean {
  const { origin } = globalThis as { origin?: string };
  const asked = parsedURL(url)?.origin;
  return origin !== undefined && asked !== undefined && asked !== origin;
}

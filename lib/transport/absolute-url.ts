import { parsedURL } from '../message/parsed-url.js';

/**
 * The absolute form of a relative URL: joined to the `baseURL` of an instance as axios does it, whose path
 * stays even before a leading slash, then resolved against the base of the platform (RFC 3986 §5). Undefined
 * when there is nothing to make it absolute.
 */
export function absoluteURL(
  relative: string,
  instanceBase: string | undefined,
  platformBase: string | undefined,
): string | undefined {
  const joined = instanceBase === undefined || instanceBase === '' ? relative : join(instanceBase, relative);
  return (parsedURL(joined) ?? parsedURL(joined, platformBase))?.href;
}

function join(base: string, relative: string): string {
  return relative === '' ? base : `${base.replace(/\/?\/$/, '')}/${relative.replace(/^\/+/, '')}`;
}

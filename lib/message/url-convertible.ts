import { BaseSessionError } from '../errors/base-session-error.js';
import { typeNameOf } from '../errors/type-name.js';
import { parsedURL } from './parsed-url.js';

/** Source of a URL (Alamofire's `URLConvertible`). */
export type URLConvertible = string | URL | { asURL(): URL };

/**
 * The URL as text: absolute, resolved against `base` when it is relative and a base is given. Relative
 * text without a base stays as it is: it is a URL, but one that no transport can load. Empty text and
 * text that is no URL at all throw a `SessionError` of kind `invalidURL` with the text as it was given.
 */
export function urlText(convertible: URLConvertible, base?: string): string {
  if (typeof convertible === 'string') return parsedText(convertible, base);
  if (convertible instanceof URL) return convertible.href;
  const { asURL } = Object(convertible) as { readonly asURL?: () => unknown };
  if (typeof asURL !== 'function') {
    throw new TypeError(
      `the URL is ${typeNameOf(convertible)}; give a string, a URL, or an object with asURL() or asURLRequest()`,
    );
  }
  const url = asURL.call(convertible);
  if (url instanceof URL) return url.href;
  throw new TypeError(`asURL() returned ${typeNameOf(url)}, not a URL`);
}

/** True for an absolute http or https URL, the only kind a session loads. */
export function isHTTPURL(url: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(url);
}

/** Removes user and password from a URL, for printing. */
export function printableURL(url: string): string {
  return url.replace(/^([^/?#]*\/\/)[^/?#]*@/, '$1');
}

/** Normalised text of an absolute URL. Undefined for other text. */
export function absoluteURLText(text: string): string | undefined {
  if (text === parsedLast.text || text === parsedLast.href) return parsedLast.href;
  const href = parsedURL(text)?.href;
  if (href !== undefined) parsedLast = { text, href };
  return href;
}

/** Last URL that was parsed: that of a request is asked about several times in a row. */
let parsedLast = { text: '', href: '' };

function parsedText(text: string, base: string | undefined): string {
  if (text === '') throw invalid(text);
  const absolute = absoluteURLText(text);
  if (absolute !== undefined) return absolute;
  const resolved = parsedURL(text, base ?? ANY_BASE);
  if (resolved === undefined) throw invalid(text);
  return base === undefined ? text : resolved.href;
}

/** Never part of a result: it only tells a relative reference from text that is no URL. */
const ANY_BASE = 'http://base.invalid/';

function invalid(url: string): Error {
  return new BaseSessionError({ kind: 'invalidURL', url });
}

import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import { escapeCharacter } from './percent-escaping.js';

/**
 * Destination of an encoded form. `methodDependent`: the query for GET, HEAD and DELETE, the body for other methods.
 */
export type FormDestination = 'methodDependent' | 'queryString' | 'httpBody';

export const FORM_CONTENT_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';

/**
 * Appends the form to the request's query, or makes it the body with a form's content type unless one is set. An
 * empty form leaves the query unchanged.
 */
export function placeForm(form: string, into: URLRequest, destination: FormDestination): URLRequest {
  if (goesInQuery(into.method, destination)) return into.with({ url: appendQuery(into.url, form) });
  return withBody(into, form, FORM_CONTENT_TYPE);
}

/** The request with a body, and with its content type unless the request has one already. */
export function withBody(request: URLRequest, body: string, contentType: string): URLRequest {
  const { headers } = request;
  return request.with({
    body,
    headers: headers.has('Content-Type') ? headers : headers.set('Content-Type', contentType),
  });
}

function goesInQuery(method: HTTPMethod, destination: FormDestination): boolean {
  switch (destination) {
    case 'queryString':
      return true;
    case 'httpBody':
      return false;
    case 'methodDependent':
      return method === 'GET' || method === 'HEAD' || method === 'DELETE';
  }
}

/** Appends pairs to the query of URL text. Escapes characters that a query may not hold bare, such as brackets. */
export function appendQuery(url: string, pairs: string): string {
  if (pairs === '') return url;
  const [beforeFragment, fragment] = splitAt(url, '#');
  const [beforeQuery, query = ''] = splitAt(beforeFragment, '?');
  const joint = query === '' || query.endsWith('&') ? '' : '&';
  const rest = fragment === undefined ? '' : `#${fragment}`;
  return `${beforeQuery}?${legalQuery(query)}${joint}${pairs}${rest}`;
}

/** Everything but the characters of RFC 3986 §3.4; a percent sign stands for an escape that is there. */
const ILLEGAL_IN_QUERY = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu;

function legalQuery(query: string): string {
  return query.replace(ILLEGAL_IN_QUERY, escapeCharacter);
}

function splitAt(text: string, separator: string): [before: string, after?: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

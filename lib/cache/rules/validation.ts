import { HTTPHeaders } from '../../message/http-headers.js';
import { listMembers } from './directives.js';
import { parseHTTPDate } from './http-date.js';
import type { DatedResponse, ResponseFacts, StoredResponse } from './stored-response.js';
import { storedFields } from './stored-fields.js';

/** Fields of a validation that say something about its own message, not about the stored one (RFC 9111 §3.2). */
const OF_STORED_BODY: ReadonlySet<string> = new Set([
  ...[
    'content-length',
    'content-encoding',
    'content-range',
    'transfer-encoding',
    'set-cookie',
    'set-cookie2',
  ],
]);

/** Fields that a 304 repeats (RFC 9110 §15.4.5). */
const OF_NOT_MODIFIED: ReadonlySet<string> = new Set([
  ...[
    'age',
    'cache-control',
    'cache-status',
    'content-location',
    'date',
    'etag',
    'expires',
    'last-modified',
    'vary',
  ],
]);

/** Conditions that only the origin can judge. */
const OF_ORIGIN = ['if-match', 'if-unmodified-since'];
const CONDITIONS = [...OF_ORIGIN, 'if-none-match', 'if-modified-since'];

export function isStrong(etag: string): boolean {
  return !/^w\//i.test(etag);
}

/** Weak comparison of entity tags (RFC 9110 §8.8.3.2). */
function isSameTag(one: string, other: string): boolean {
  return one.replace(/^w\//i, '') === other.replace(/^w\//i, '');
}

/** True if a request carries a condition for the origin alone, so that no stored response answers it. */
export function isForOriginAlone(requestHeaders: HTTPHeaders): boolean {
  return OF_ORIGIN.some((name) => requestHeaders.has(name));
}

export function isConditional(requestHeaders: HTTPHeaders): boolean {
  return CONDITIONS.some((name) => requestHeaders.has(name));
}

/** True if the server can be asked if a stored response is still right. */
export function hasValidator({ headers }: ResponseFacts): boolean {
  return headers.has('etag') || headers.has('last-modified');
}

/**
 * Request fields that ask the server whether a stored response is still right (RFC 9111 §4.3.1). `If-Modified-Since`
 * repeats `Last-Modified` as it came, and is never made up. Entity tags of the caller's are joined, and a date of the
 * caller's is replaced.
 */
export function validatingHeaders(requestHeaders: HTTPHeaders, stored: StoredResponse): HTTPHeaders {
  const etag = stored.headers.get('etag');
  const modified = stored.headers.get('last-modified');
  let headers = requestHeaders;
  if (etag !== undefined) {
    const own = headers.get('if-none-match');
    const others = listMembers(own ?? '').filter((tag) => tag !== etag && tag !== '*');
    headers = headers.set('If-None-Match', [etag, ...others].join(', '));
  }
  if (modified !== undefined) return headers.set('If-Modified-Since', modified);
  return etag === undefined ? headers : headers.remove('if-modified-since');
}

/**
 * True if a stored response answers the caller's own condition with 304 (RFC 9110 §13.1.2, §13.1.3). `If-None-Match`
 * takes precedence over `If-Modified-Since`.
 */
export function isNotModified(requestHeaders: HTTPHeaders, stored: ResponseFacts, now: number): boolean {
  if (stored.statusCode !== 200) return false;
  const tags = requestHeaders.get('if-none-match');
  if (tags !== undefined) {
    const etag = stored.headers.get('etag');
    if (tags.trim() === '*') return true;
    return etag !== undefined && listMembers(tags).some((tag) => isSameTag(tag, etag));
  }
  const since = parseHTTPDate(requestHeaders.get('if-modified-since'), now);
  const modified = parseHTTPDate(stored.headers.get('last-modified') ?? stored.headers.get('date'), now);
  return since !== undefined && modified !== undefined && modified <= since;
}

/** Fields of a stored response that its 304 carries. */
export function notModifiedHeaders(headers: HTTPHeaders): HTTPHeaders {
  return HTTPHeaders.received([...headers].filter(([name]) => OF_NOT_MODIFIED.has(name.toLowerCase())));
}

/**
 * True if a 304 speaks of a stored response (RFC 9111 §4.3.4): its ETag, if it has a strong one, is that of the
 * response; a weak one matches weakly; without an ETag its `Last-Modified`, if any, is that of the response.
 */
export function isAbout({ headers }: ResponseFacts, stored: StoredResponse): boolean {
  const etag = headers.get('etag');
  const storedTag = stored.headers.get('etag');
  if (etag !== undefined && storedTag !== undefined) {
    return isStrong(etag) && isStrong(storedTag) ? etag === storedTag : isSameTag(etag, storedTag);
  }
  if (etag !== undefined && isStrong(etag)) return false;
  const modified = headers.get('last-modified');
  return modified === undefined || (stored.headers.get('last-modified') ?? modified) === modified;
}

/** A stored response whose fields a validation has brought up to date (RFC 9111 §3.2). */
export function freshened(stored: StoredResponse, validation: DatedResponse): StoredResponse {
  const { requestTime, responseTime } = validation;
  const received = [...storedFields(validation.headers, responseTime)];
  const updates = received.filter(([name]) => !OF_STORED_BODY.has(name.toLowerCase()));
  const names = new Set(updates.map(([name]) => name.toLowerCase()));
  // an old age says nothing of a response that was just validated
  names.add('age');
  const kept = [...stored.headers].filter(([name]) => !names.has(name.toLowerCase()));
  const headers = HTTPHeaders.received([...kept, ...updates]);
  return { ...stored, headers, requestTime, responseTime, isInvalidated: false };
}

/**
 * Updates a stored response by the answer to a HEAD (RFC 9111 §4.3.5): it is freshened if the validators and
 * the length that the answer names are its own, else it must be validated before it is used.
 */
export function updatedByHead(stored: StoredResponse, head: DatedResponse): StoredResponse {
  const agrees = ['etag', 'last-modified', 'content-length'].every((name) => {
    const value = head.headers.get(name);
    return value === undefined || value === stored.headers.get(name);
  });
  if (head.statusCode !== stored.statusCode) return stored;
  return agrees ? freshened(stored, head) : { ...stored, isInvalidated: true };
}

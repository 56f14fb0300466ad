import type { HTTPHeaders } from '../../message/http-headers.js';
import type { HTTPMethod } from '../../message/http-method.js';
import { directivesOf, type CacheDirectives } from './directives.js';
import { hasExplicitLifetime, isHeuristicallyCacheable } from './freshness.js';
import { selectingFields } from './selection.js';
import type { CacheMode, ResponseFacts, StoredResponse } from './stored-response.js';

/** A request and the head of its response, as far as storing depends on them. */
export interface StoringQuestion {
  readonly method: HTTPMethod;
  readonly url: string;
  readonly requestHeaders: HTTPHeaders;
  readonly response: ResponseFacts;
  readonly mode: CacheMode;
}

/** Statuses whose caching requirements this cache implements, for `must-understand` (RFC 9111 §5.2.2.3). */
const UNDERSTOOD: ReadonlySet<number> = new Set([
  ...[200, 203, 204, 206, 300, 301, 302, 303, 307, 308],
  ...[
    400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424,
  ],
  ...[425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 511],
]);

/** True if a response may be stored (RFC 9111 §3). */
export function isStorable(question: StoringQuestion): boolean {
  const { method, requestHeaders, response, mode } = question;
  const { statusCode, headers } = response;
  const directives = directivesOf(headers.get('cache-control'));
  const isUnderstood = method === 'GET' || (method === 'POST' && isStorablePost(question));
  if (!isUnderstood || statusCode < 200 || statusCode === 304) return false;
  if (directivesOf(requestHeaders.get('cache-control')).noStore) return false;
  if (!allowsStoring(statusCode, directives) || selectingFields(headers) === undefined) return false;
  if (mode === 'shared' && !isStorableShared(question, directives)) return false;
  return isOfUse(response, directives, mode);
}

/** True if the server, or the status, says that a stored response may be of use. */
function isOfUse(
  response: ResponseFacts,
  { isPublic, isPrivate }: CacheDirectives,
  mode: CacheMode,
): boolean {
  return (
    isPublic ||
    (mode === 'private' && isPrivate) ||
    hasExplicitLifetime(response, mode) ||
    isHeuristicallyCacheable(response)
  );
}

/** True if a stored response may stay, now that a validation has changed its fields. */
export function mayStay(response: StoredResponse, requestHeaders: HTTPHeaders, mode: CacheMode): boolean {
  return isStorable({ method: 'GET', url: response.url, requestHeaders, response, mode });
}

/** True if a shared cache may answer other users with a response that one user's request has brought. */
export function isForEveryone({ headers }: ResponseFacts, hasCredentials: boolean): boolean {
  if (!hasCredentials) return true;
  const { isPublic, sharedMaxAge } = directivesOf(headers.get('cache-control'));
  return isPublic || sharedMaxAge !== undefined;
}

/** `must-understand` replaces `no-store` where the status is understood. */
function allowsStoring(statusCode: number, { mustUnderstand, noStore }: CacheDirectives): boolean {
  return mustUnderstand ? UNDERSTOOD.has(statusCode) : !noStore;
}

/** RFC 9111 §3.5 and §5.2.2.7; a response that sets cookies is one user's. */
function isStorableShared({ requestHeaders, response }: StoringQuestion, given: CacheDirectives): boolean {
  if (given.isPrivate || response.headers.has('set-cookie') || response.headers.has('set-cookie2'))
    return false;
  if (!requestHeaders.has('authorization')) return true;
  return given.isPublic || given.mustRevalidate || given.sharedMaxAge !== undefined;
}

/** A POST may answer later GETs if it names its own URL and says for how long (RFC 9110 §9.3.3). */
function isStorablePost({ url, response, mode }: StoringQuestion): boolean {
  const location = response.headers.get('content-location');
  if (response.statusCode !== 200 || location === undefined) return false;
  return hasExplicitLifetime(response, mode) && resolved(location, url) === resolved(url, url);
}

function resolved(location: string, url: string): string | undefined {
  try {
    const target = new URL(location, url);
    target.hash = '';
    return target.href;
  } catch {
    return undefined;
  }
}

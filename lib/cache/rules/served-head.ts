import { HTTPHeaders } from '../../message/http-headers.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import { parsedURL } from '../../message/parsed-url.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { withCacheStatus, type CacheStatus } from './cache-status.js';
import { currentAge } from './freshness.js';
import { contentRangeField, type ByteRange, type RangeAnswer } from './partial.js';
import type { StoredResponse } from './stored-response.js';
import { isStrong, notModifiedHeaders } from './validation.js';

/** Parts of an answer made of a stored response. */
export interface Serving {
  readonly stored: StoredResponse;
  readonly url: string;
  readonly range: RangeAnswer;
  readonly isNotModified: boolean;
  readonly status: CacheStatus;
  readonly now: number;
  /** Lines of `Set-Cookie` that a validation has brought, instead of the stored ones. */
  readonly cookies?: readonly string[] | undefined;
}

/** Head of an answer made of a stored response. */
export interface ServedHead {
  readonly response: HTTPURLResponse;
  /** Bytes of the stored body that follow; undefined if none do. */
  readonly bytes: ByteRange | undefined;
}

/** Constructs the answer to a request out of a stored response (RFC 9111 §4, RFC 9110 §14.2). */
export function servedHead(serving: Serving): ServedHead {
  const { stored, range, isNotModified } = serving;
  const headers = servedHeaders(serving);
  if (isNotModified)
    return { response: responseOf(serving, 304, notModifiedHeaders(headers)), bytes: undefined };
  switch (range.kind) {
    case 'unsatisfiable': {
      const refusal = headers.remove('content-length').set('Content-Range', `bytes */${String(range.total)}`);
      return { response: responseOf(serving, 416, refusal), bytes: undefined };
    }
    case 'part': {
      const { first, last } = range.range;
      const offset = stored.part?.first ?? 0;
      const part = headers
        .set('Content-Range', contentRangeField(range.range, range.total))
        .set('Content-Length', String(last - first + 1));
      return {
        response: responseOf(serving, 206, part),
        bytes: { first: first - offset, last: last - offset },
      };
    }
    case 'whole':
    case 'missing': {
      const all = stored.bodyLength === 0 ? undefined : { first: 0, last: stored.bodyLength - 1 };
      return { response: responseOf(serving, stored.statusCode, headers), bytes: all };
    }
  }
}

/** The stored fields with `Age` and `Cache-Status`. Bytes that were decoded have lost the strength of their ETag. */
function servedHeaders({ stored, status, now, cookies }: Serving): HTTPHeaders {
  const fields: [name: string, value: string][] = [];
  let earlier: string | undefined;
  stored.headers.forEach((value, name) => {
    const key = name.toLowerCase();
    if (key === 'age' || (cookies !== undefined && key === 'set-cookie')) return;
    if (key === 'cache-status') earlier = earlier === undefined ? value : `${earlier}, ${value}`;
    else if (key === 'etag' && stored.isDecoded && isStrong(value)) fields.push([name, `W/${value}`]);
    else fields.push([name, value]);
  });
  for (const cookie of cookies ?? []) fields.push(['Set-Cookie', cookie]);
  fields.push(['Age', String(Math.floor(currentAge(stored, now)))]);
  fields.push(['Cache-Status', withCacheStatus(earlier, status)]);
  return HTTPHeaders.received(fields);
}

function responseOf({ stored, url }: Serving, statusCode: number, headers: HTTPHeaders): HTTPURLResponse {
  return new HTTPURLResponse({ url, statusCode, headers, httpVersion: stored.httpVersion });
}

/** True if a stored redirect leads to another origin, or to none. */
export function leadsElsewhere({ statusCode, headers, url }: StoredResponse): boolean {
  const location = headers.get('location');
  if (statusCode < 300 || statusCode >= 400 || location === undefined) return false;
  const target = parsedURL(location, url);
  return target === undefined || !isSameOrigin(target.href, url);
}

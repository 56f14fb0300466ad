/** Why a request was not answered from the cache alone (RFC 9211 §2.2). */
export type ForwardReason =
  'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'miss' | 'request' | 'stale' | 'partial';

/** Handling of a request by a cache (RFC 9211). */
export type CacheStatus =
  /** `timeToLive` in seconds, negative for a stale response; `isCollapsed` if another request had brought it. */
  | { readonly kind: 'hit'; readonly timeToLive: number; readonly isCollapsed?: boolean }
  | {
      readonly kind: 'forwarded';
      readonly reason: ForwardReason;
      /** Status of the origin's answer, where it is not that of the response. */
      readonly status?: number;
      readonly timeToLive?: number;
    }
  /** Nothing is stored, and the request was not to be forwarded. */
  | { readonly kind: 'unavailable' };

/** Name under which this cache reports. */
const CACHE = 'rxsession';

/** `Cache-Status` member of this cache. */
export function cacheStatusField(status: CacheStatus): string {
  switch (status.kind) {
    case 'hit': {
      const hit = `${CACHE}; hit; ttl=${String(Math.floor(status.timeToLive))}`;
      return status.isCollapsed === true ? `${hit}; collapsed` : hit;
    }
    case 'forwarded': {
      const { reason, status: origin, timeToLive } = status;
      const answer = origin === undefined ? '' : `; fwd-status=${String(origin)}`;
      const rest = timeToLive === undefined ? '' : `; ttl=${String(Math.floor(timeToLive))}`;
      return `${CACHE}; fwd=${reason}${answer}${rest}`;
    }
    case 'unavailable':
      return `${CACHE}; detail=only-if-cached`;
  }
}

/** Members of caches nearer to the origin come first (RFC 9211 §2). */
export function withCacheStatus(earlier: string | undefined, status: CacheStatus): string {
  const own = cacheStatusField(status);
  return earlier === undefined || earlier === '' ? own : `${earlier}, ${own}`;
}

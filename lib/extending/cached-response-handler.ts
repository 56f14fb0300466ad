import type { Answer } from '../answers/answer.js';
import type { CachedURLResponse } from '../message/cached-url-response.js';
import type { TaskInfo } from '../message/request-info.js';

/** Response to store. With undefined or null, nothing is stored. */
export type CachedResponseAnswer = CachedURLResponse | undefined | null;

/**
 * Decides what a cache stores (Alamofire's `CachedResponseHandler`): the proposed response, a changed one, or nothing.
 *
 * It is asked when a response that may be stored is complete, and before it is stored; the request does not wait for
 * the answer. A handler that throws, rejects or errors, or answers with the response of another URL, lets nothing be
 * stored. Monitors are notified of that with `taskDidFailToUseCache`, and no request fails.
 */
export interface CachedResponseHandler {
  dataTask(task: TaskInfo, willCacheResponse: CachedURLResponse): Answer<CachedResponseAnswer>;
}

/**
 * Ready-made handlers of cached responses (Alamofire's `ResponseCacher`).
 *
 * @example
 * session.request(url).cacheResponse(ResponseCacher.doNotCache);
 * session.request(url).cacheResponse(
 *   ResponseCacher.modify((_task, cached) => cached.with({ userInfo: { source: 'search' } })),
 * );
 */
export const ResponseCacher = /* @__PURE__ */ Object.freeze({
  /** Stores what may be stored; the default. */
  cache: /* @__PURE__ */ Object.freeze<CachedResponseHandler>({
    dataTask: (_task, willCacheResponse) => willCacheResponse,
  }),
  /** Stores nothing. */
  doNotCache: /* @__PURE__ */ Object.freeze<CachedResponseHandler>({ dataTask: () => undefined }),
  /** Stores the answer of the function. */
  modify: (modify: CachedResponseHandler['dataTask']): CachedResponseHandler => ({
    dataTask: (task, willCacheResponse) => modify(task, willCacheResponse),
  }),
});

import type { Answer } from '../answers/answer.js';
import type { CachedURLResponse } from '../message/cached-url-response.js';

/** Callbacks of a cache to the task whose message it handles. */
export interface CachingClient {
  /** Asked once a response is complete and before it is stored. An answer of nothing means: not stored. */
  willCache(proposed: CachedURLResponse): Answer<CachedURLResponse | undefined | null>;
  /** A store or a handler has failed, which fails no request. */
  didFailToCache(error: unknown): void;
}

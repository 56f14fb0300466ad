import type { HTTPURLResponse } from './http-url-response.js';

/** Storage that a response may use (Foundation's `URLCache.StoragePolicy`): any, memory of this process, or none. */
export type CacheStoragePolicy = 'allowed' | 'allowedInMemoryOnly' | 'notAllowed';

/** Parts of a {@link CachedURLResponse}. */
export interface CachedURLResponseInit {
  response: HTTPURLResponse;
  /** Body; empty if there is none. */
  data: Uint8Array;
  /** Anything that belongs to the response; JSON where a store writes it down. Default: undefined. */
  userInfo?: unknown;
  /** Default: `'allowed'`. */
  storagePolicy?: CacheStoragePolicy | undefined;
}

/**
 * A response and its body, as a cache stores them (Foundation's `CachedURLResponse`).
 *
 * @example
 * cached.with({ userInfo: { origin: 'search' }, storagePolicy: 'allowedInMemoryOnly' });
 */
export class CachedURLResponse {
  readonly response: HTTPURLResponse;
  readonly data: Uint8Array;
  readonly userInfo: unknown;
  readonly storagePolicy: CacheStoragePolicy;

  constructor(init: CachedURLResponseInit) {
    this.response = init.response;
    this.data = init.data;
    this.userInfo = init.userInfo;
    this.storagePolicy = init.storagePolicy ?? 'allowed';
  }

  /** A copy with these parts changed. */
  with(changes: Partial<CachedURLResponseInit>): CachedURLResponse {
    const { response, data, userInfo, storagePolicy } = this;
    return new CachedURLResponse({ response, data, userInfo, storagePolicy, ...changes });
  }
}

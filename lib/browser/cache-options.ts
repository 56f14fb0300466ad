import type { AxiosRequestConfig } from 'axios';
import type { CachePolicy } from '../message/url-request.js';

/** Options of fetch for a cache policy, which the browser's cache obeys. */
export function cacheOptionsFor(policy: CachePolicy): Pick<AxiosRequestConfig, 'fetchOptions'> {
  switch (policy) {
    case 'useProtocolCachePolicy':
      return {};
    case 'reloadIgnoringLocalCacheData':
      return { fetchOptions: { cache: 'reload' } };
    case 'reloadRevalidatingCacheData':
      return { fetchOptions: { cache: 'no-cache' } };
    case 'returnCacheDataElseLoad':
      return { fetchOptions: { cache: 'force-cache' } };
    case 'returnCacheDataDontLoad':
      // a browser answers from its cache alone only to the origin of the page
      return { fetchOptions: { cache: 'only-if-cached', mode: 'same-origin' } };
  }
}

import { describe, expect, it } from '@jest/globals';
import { cacheOptionsFor } from '../../lib/browser/cache-options.js';
import type { CachePolicy } from '../../lib/message/url-request.js';

describe('cacheOptionsFor', () => {
  it.each<[CachePolicy, RequestInit | undefined]>([
    ['useProtocolCachePolicy', undefined],
    ['reloadIgnoringLocalCacheData', { cache: 'reload' }],
    ['returnCacheDataElseLoad', { cache: 'force-cache' }],
    ['returnCacheDataDontLoad', { cache: 'only-if-cached', mode: 'same-origin' }],
  ])('tells fetch of %s: %p', (policy, expected) => {
    expect(cacheOptionsFor(policy).fetchOptions).toEqual(expected);
  });
});

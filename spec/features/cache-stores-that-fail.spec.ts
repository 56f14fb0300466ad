import { beforeEach, describe, expect, it } from '@jest/globals';
import { NEVER, Observable, of, throwError, timer, map } from 'rxjs';
import type { CacheRecord, HTTPCacheStore } from 'rxsession/node';
import { MemoryCacheStore } from '../../lib/cache/memory-cache-store.js';
import { CachedOrigin } from '../support/cached-origin.js';

const FRESH = { 'Cache-Control': 'max-age=60' };

/** An origin before a store with these faults, over one that works. */
function originWith(
  faults: (good: MemoryCacheStore, time: () => CachedOrigin) => Partial<HTTPCacheStore>,
): CachedOrigin {
  const good = new MemoryCacheStore(1_000_000);
  const store: HTTPCacheStore = {
    get: (key) => good.get(key),
    commit: (key, change, version) => good.commit(key, change, version),
    delete: (key) => {
      good.delete(key);
    },
    body: (id) => good.body(id),
    ...faults(good, () => origin),
  };
  const origin = new CachedOrigin({ store, memoryCapacity: 0 });
  return origin;
}

let count = 0;
let failures: number;

/** Texts of three requests for one URL; each has ended, whatever the store does. */
function answersOf(origin: CachedOrigin): string[] {
  origin.reply = () => ({ headers: FRESH, body: `${(count += 1)}` });
  origin.session.events.subscribe(({ type }) => {
    if (type === 'taskDidFailToUseCache') failures += 1;
  });
  return [1, 2, 3].map(() => origin.send('/a').text);
}

beforeEach(() => {
  count = 0;
  failures = 0;
});

const broken = (): never => {
  throw new Error('broken');
};

describe('a store', () => {
  it.each<[string, Parameters<typeof originWith>[0]]>([
    ['throws when it is read', () => ({ get: broken })],
    ['errors when it is read', () => ({ get: () => throwError(() => new Error('broken')) })],
    ['never answers', () => ({ get: () => NEVER })],
    [
      'answers too late',
      (good, origin) => ({ get: (key) => timer(51, origin().time).pipe(map(() => good.get(key))) }),
    ],
    ['throws when it is written', () => ({ commit: broken })],
    ['never writes', () => ({ commit: () => NEVER })],
    ['throws for bodies', () => ({ body: broken })],
    ['never has a body', () => ({ body: () => NEVER })],
    ['has the body of another response', () => ({ body: () => new Uint8Array([57]) })],
    [
      'has the responses of another URL',
      (good) => ({
        get: (key): CacheRecord => {
          const record = good.get(key);
          const responses = record.responses.map((response) => ({
            ...response,
            url: 'https://example.com/b',
          }));
          return { ...record, responses };
        },
      }),
    ],
  ])('that %s is a miss and an event', (_, faults) => {
    expect(answersOf(originWith(faults))).toEqual(['1', '2', '3']);
    expect(failures).toBeGreaterThan(0);
  });

  it.each<[string, Parameters<typeof originWith>[0]]>([
    [
      'answers just in time',
      (good, origin) => ({ get: (key) => timer(49, origin().time).pipe(map(() => good.get(key))) }),
    ],
    ['answers twice', (good) => ({ get: (key) => of(good.get(key), good.get('https://example.com/other')) })],
    [
      'answers once and errors then',
      (good) => ({
        get: (key) =>
          new Observable((subscriber) => {
            subscriber.next(good.get(key));
            subscriber.error(new Error('late'));
          }),
      }),
    ],
  ])('that %s is used', (_, faults) => {
    expect(answersOf(originWith(faults))).toEqual(['1', '1', '1']);
    expect(failures).toBe(0);
  });

  it('that has lost a body is a miss', () => {
    expect(answersOf(originWith(() => ({ body: () => undefined })))).toEqual(['1', '2', '3']);
  });

  it('that cannot delete holds up a change for its deadline alone', () => {
    const origin = originWith(() => ({ delete: () => NEVER }));
    const before = origin.time.now();
    expect(origin.send('/a', { method: 'PUT', body: 'x' }).status).toBe(200);
    expect(origin.time.now() - before).toBe(50);
  });
});

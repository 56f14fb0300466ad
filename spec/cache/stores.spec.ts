import { beforeEach, describe, expect, it } from '@jest/globals';
import Keyv from 'keyv';
import { KeyvCacheStore } from 'rxsession/node';
import { MemoryCacheStore } from '../../lib/cache/memory-cache-store.js';
import { makeRandomID } from '../../lib/message/random-id.js';
import { itKeepsThePromisesOfAStore } from '../support/cache-store-contract.js';
import { storedResponse } from '../support/stored-responses.js';

describe('MemoryCacheStore', () => {
  let store: MemoryCacheStore;
  beforeEach(() => {
    store = new MemoryCacheStore(100_000);
  });
  itKeepsThePromisesOfAStore(() => store);

  function put(key: string, text: string): boolean {
    const bytes = new TextEncoder().encode(text);
    const before = store.get(key);
    const response = storedResponse({}, { url: key, bodyID: text, bodyLength: bytes.byteLength });
    const record = { version: makeRandomID(), generation: before.generation, responses: [response] };
    return store.commit(key, { record, bodies: [{ id: text, bytes }], timeToLive: 1 }, before.version);
  }

  it('holds no more than its capacity, however many URLs there are', () => {
    store = new MemoryCacheStore(50_000);
    let most = 0;
    for (let index = 0; index < 50_000; index += 1) {
      put(`https://example.com/${index}`, `body ${index}`);
      most = Math.max(most, store.usage);
    }
    expect(most).toBeLessThanOrEqual(50_000);
    expect(store.body('body 49999')).toBeDefined();
  });

  it('drops what was used least recently', () => {
    store = new MemoryCacheStore(1000);
    put('https://example.com/a', 'a'.repeat(100));
    put('https://example.com/b', 'b'.repeat(100));
    store.get('https://example.com/a');
    put('https://example.com/c', 'c'.repeat(100));
    expect(['a', 'b', 'c'].map((name) => store.get(`https://example.com/${name}`).responses.length)).toEqual([
      ...[1, 0, 1],
    ]);
  });

  it('counts a body once that several URLs share, and keeps it until the last is gone', () => {
    put('https://example.com/a', 'shared');
    const one = store.usage;
    put('https://example.com/b', 'shared');
    expect(store.usage - one).toBeLessThan(one + 1 - 'shared'.length);
    store.delete('https://example.com/a');
    expect(store.body('shared')).toBeDefined();
    store.delete('https://example.com/b');
    expect([store.body('shared'), store.usage]).toEqual([undefined, 0]);
  });
});

describe('KeyvCacheStore', () => {
  let store: KeyvCacheStore;
  beforeEach(() => {
    store = new KeyvCacheStore({ keyv: new Keyv() });
  });
  itKeepsThePromisesOfAStore(() => store, { clearsByTime: false });
});

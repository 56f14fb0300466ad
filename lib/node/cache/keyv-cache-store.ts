import type { CacheChange, CacheRecord, HTTPCacheStore } from '../../cache/http-cache-store.js';
import { parsedRecord, serializedRecord } from '../../cache/serialized-record.js';
import { makeRandomID } from '../../message/random-id.js';

/** A Keyv, as far as it is used. */
export interface KeyvLike {
  get(key: string): Promise<unknown>;
  /** `timeToLive` in milliseconds. */
  set(key: string, value: unknown, timeToLive?: number): Promise<unknown>;
  clear?(): Promise<unknown>;
}

/** Options of a {@link KeyvCacheStore}. */
export interface KeyvCacheStoreOptions {
  keyv: KeyvLike;
  /** Milliseconds that an answer may take before the request goes on without it. Default: 50. */
  deadline?: number | undefined;
}

/** Milliseconds that a deletion is remembered for. */
const TOMBSTONE_LIFE = 10 * 60 * 1000;

/**
 * A store in a Keyv of any kind. Keyv cannot compare and set, so the store makes that up within one process alone:
 * several processes that share a Keyv can lose variants of one another, and a response that was on its way while
 * another process invalidated its URL can be stored after that, and be served as long as it is fresh. Where that
 * matters, use a `RedisCacheStore` or a directory.
 */
export class KeyvCacheStore implements HTTPCacheStore {
  readonly deadline: number;
  readonly #keyv: KeyvLike;
  /** Work on each record, one after the other. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor({ keyv, deadline = 50 }: KeyvCacheStoreOptions) {
    this.#keyv = keyv;
    this.deadline = deadline;
  }

  async get(key: string): Promise<CacheRecord | undefined> {
    const value = await this.#keyv.get(`record:${key}`);
    return typeof value === 'string' ? parsedRecord(value) : undefined;
  }

  commit(key: string, { record, bodies, timeToLive }: CacheChange, version: string): Promise<boolean> {
    return this.#inTurn(key, async () => {
      if (((await this.get(key))?.version ?? '') !== version) return false;
      for (const { id, bytes } of bodies) {
        await this.#keyv.set(`body:${id}`, Buffer.from(bytes).toString('base64'), timeToLive);
      }
      await this.#keyv.set(`record:${key}`, serializedRecord(record), timeToLive);
      return true;
    });
  }

  async delete(key: string): Promise<void> {
    const tombstone = { version: makeRandomID(), generation: makeRandomID(), responses: [] };
    await this.#inTurn(key, () =>
      this.#keyv.set(`record:${key}`, serializedRecord(tombstone), TOMBSTONE_LIFE),
    );
  }

  async body(id: string): Promise<Uint8Array | undefined> {
    const value = await this.#keyv.get(`body:${id}`);
    return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
  }

  /** Removes everything, also if only what is younger than a time is to go: Keyv cannot list what it has. */
  async clear(): Promise<void> {
    await this.#keyv.clear?.();
  }

  #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(key, settled);
    void settled.then(() => {
      if (this.#queues.get(key) === settled) this.#queues.delete(key);
    });
    return result;
  }
}

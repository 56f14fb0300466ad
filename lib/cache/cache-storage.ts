import { awaitAnswer, type Answer, type StopWaiting } from '../answers/answer.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { makeRandomID } from '../message/random-id.js';
import { ABSENT, type CacheRecord, type HTTPCacheStore, type StoredBody } from './http-cache-store.js';
import type { MemoryCacheStore } from './memory-cache-store.js';
import { freshnessLifetime } from './rules/freshness.js';
import { cacheKey, isSameVariant } from './rules/selection.js';
import { staleWindow } from './rules/serving-stale.js';
import type { CacheMode, StoredResponse } from './rules/stored-response.js';

/** Stores of a cache, and the hash that checks bodies. */
export interface CacheStores {
  /** Holds responses that may not leave this process, bodies of the other store, and everything if there is none. */
  readonly memory: MemoryCacheStore;
  readonly store: HTTPCacheStore | undefined;
  /** Hash of bytes, which names a body. */
  readonly identify: (bytes: Uint8Array) => string;
}

/** Everything that is stored for one URL, as it was when a request looked it up. */
export interface Lookup {
  readonly key: string;
  readonly memory: CacheRecord;
  readonly store: CacheRecord;
  readonly responses: readonly StoredResponse[];
}

/** A change to the record of one URL. */
interface RecordChange {
  readonly lookup: Lookup;
  /** The response that is added or replaced: it decides about the store. */
  readonly response: StoredResponse;
  /** The responses afterwards; undefined if there is nothing to change any more. */
  readonly change: (responses: readonly StoredResponse[]) => readonly StoredResponse[] | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly failed: StoreFailure;
  readonly done: () => void;
}

/** Told when a store failed, or kept a request waiting for too long. */
export type StoreFailure = (error: unknown) => void;

const DEADLINE = 50;
/** Commits that lose against another are tried again this often. */
const TRIES = 8;
/** Responses that are kept for one URL. */
const MOST_VARIANTS = 128;
/** Milliseconds that a response without a lifetime is kept for: it may be of use after a validation. */
const RETENTION = 24 * 60 * 60 * 1000;

/**
 * The stores of a cache as its requests see them: a store that throws, fails, answers something else or takes longer
 * than its deadline has nothing. Deadlines run on the rootQueue.
 */
export class CacheStorage {
  constructor(
    readonly stores: CacheStores,
    private readonly mode: CacheMode,
    private readonly queue: SerialScheduler,
  ) {}

  /** Looks a URL up. `found` is called at once if the stores answer at once. */
  lookUp(key: string, failed: StoreFailure, found: (lookup: Lookup) => void): StopWaiting | undefined {
    const memory = this.stores.memory.get(key);
    const { store } = this.stores;
    if (store === undefined) {
      found({ key, memory, store: ABSENT, responses: memory.responses });
      return undefined;
    }
    return this.#ask(
      store,
      () => store.get(key),
      failed,
      (answer) => {
        const record = answer === undefined ? ABSENT : readable(answer, key, failed);
        found({ key, memory, store: record, responses: [...memory.responses, ...record.responses] });
      },
    );
  }

  /** Reads a body; undefined if it is lost, or not the one that was stored. */
  body(
    { bodyID, bodyLength, isInMemoryOnly }: StoredResponse,
    failed: StoreFailure,
    read: (body: StoredBody | undefined) => void,
  ): StopWaiting | undefined {
    const { memory, store, identify } = this.stores;
    if (bodyID === undefined) {
      read(new Uint8Array());
      return undefined;
    }
    const held = store === undefined || isInMemoryOnly ? memory.body(bodyID) : memory.heldBody(bodyID);
    if (held !== undefined || store === undefined || isInMemoryOnly) {
      read(held);
      return undefined;
    }
    return this.#ask(
      store,
      () => store.body(bodyID),
      failed,
      (body) => {
        if (body instanceof Uint8Array) {
          if (identify(body) !== bodyID) {
            failed(new Error('A stored body is not the one that was stored.'));
            read(undefined);
            return;
          }
          memory.hold({ id: bodyID, bytes: body });
        }
        read(body !== undefined && lengthOf(body) === bodyLength ? body : undefined);
      },
    );
  }

  /**
   * Stores a response beside the other variants of its URL, unless something was deleted since the lookup. `stored` is
   * called when that is done, or has failed.
   */
  add(
    lookup: Lookup,
    response: StoredResponse,
    bytes: Uint8Array | undefined,
    failed: StoreFailure,
    stored: () => void = nothing,
  ): void {
    const change = (responses: readonly StoredResponse[]): readonly StoredResponse[] => [
      response,
      ...responses.filter((other) => !isSameVariant(other, response)).slice(0, MOST_VARIANTS - 1),
    ];
    this.#change({ lookup, response, change, bytes, failed, done: stored });
  }

  /** Replaces a stored response by one with other fields, or by nothing, unless it has changed since the lookup. */
  replace(
    lookup: Lookup,
    old: StoredResponse,
    response: StoredResponse | undefined,
    failed: StoreFailure,
    stored: () => void = nothing,
  ): void {
    const change = (responses: readonly StoredResponse[]): readonly StoredResponse[] | undefined => {
      const index = responses.findIndex((other) => isSameEntry(other, old));
      if (index < 0) return undefined;
      return response === undefined ? responses.toSpliced(index, 1) : responses.with(index, response);
    };
    this.#change({ lookup, response: old, change, bytes: undefined, failed, done: stored });
  }

  /** Removes what is stored for these URLs; `removed` is called when it cannot be served any more. */
  remove(keys: readonly string[], failed: StoreFailure, removed: () => void): StopWaiting | undefined {
    const { memory, store } = this.stores;
    for (const key of keys) memory.delete(key);
    if (store === undefined || keys.length === 0) {
      removed();
      return undefined;
    }
    let open = keys.length;
    const done = (): void => {
      open -= 1;
      if (open === 0) removed();
    };
    const stops = keys.map((key) => this.#ask(store, () => store.delete(key), failed, done));
    return () => {
      for (const stop of stops) stop?.();
    };
  }

  #change({ lookup, response, change, bytes, failed, done }: RecordChange): void {
    const { memory, store } = this.stores;
    const { key } = lookup;
    const target = response.isInMemoryOnly || store === undefined ? memory : store;
    const { bodyID } = response;
    const bodies = bytes === undefined || bodyID === undefined ? [] : [{ id: bodyID, bytes }];
    const { generation } = target === memory ? lookup.memory : lookup.store;
    const attempt = (record: CacheRecord, tries: number): void => {
      const responses = record.generation === generation ? change(record.responses) : undefined;
      if (responses === undefined) {
        done();
        return;
      }
      const next = { version: makeRandomID(), generation, responses };
      const commit = { record: next, bodies, timeToLive: this.#timeToLive(responses) };
      const again = (answer: CacheRecord | undefined): void => {
        attempt(readable(answer ?? ABSENT, key, failed), tries - 1);
      };
      const committed = (isCommitted: boolean | undefined): void => {
        if (isCommitted !== false || tries <= 1) done();
        else this.#ask<CacheRecord | undefined>(target, () => target.get(key), failed, again);
      };
      this.#ask(target, () => target.commit(key, commit, record.version), failed, committed);
    };
    attempt(target === memory ? memory.get(key) : lookup.store, TRIES);
    if (target !== memory && bodies[0] !== undefined) memory.hold(bodies[0]);
  }

  #timeToLive(responses: readonly StoredResponse[]): number {
    return responses.reduce((longest, response) => {
      const seconds = freshnessLifetime(response, this.mode) + staleWindow(response);
      return Math.max(longest, seconds * 1000 + RETENTION);
    }, RETENTION);
  }

  /** Asks a store, and calls back exactly once: with undefined if it has failed. */
  #ask<T>(
    store: HTTPCacheStore,
    question: () => Answer<T>,
    failed: StoreFailure,
    answered: (answer: T | undefined) => void,
  ): StopWaiting | undefined {
    const asked: { isOver: boolean; deadline?: { unsubscribe(): void } } = { isOver: false };
    const end = (answer: T | undefined): void => {
      if (asked.isOver) return;
      asked.isOver = true;
      asked.deadline?.unsubscribe();
      answered(answer);
    };
    const fail = (error: unknown): void => {
      if (!asked.isOver) failed(error);
      end(undefined);
    };
    const stop = awaitAnswer(question, end, fail);
    if (asked.isOver) return undefined;
    const limit = store.deadline ?? DEADLINE;
    asked.deadline = this.queue.enqueueAfter(limit, () => {
      stop();
      fail(new Error(`A cache store gave no answer within ${String(limit)} ms.`));
    });
    return () => {
      asked.isOver = true;
      asked.deadline?.unsubscribe();
      stop();
    };
  }
}

/** A record without what belongs to another URL. */
function readable(record: CacheRecord, key: string, failed: StoreFailure): CacheRecord {
  const responses = record.responses.filter(({ url }) => cacheKey(url) === key);
  if (responses.length === record.responses.length) return record;
  failed(new Error('A cache store answered with responses of another URL.'));
  return { ...record, responses };
}

function isSameEntry(one: StoredResponse, other: StoredResponse): boolean {
  return isSameVariant(one, other) && one.bodyID === other.bodyID && one.responseTime === other.responseTime;
}

function lengthOf(body: StoredBody): number {
  return body instanceof Uint8Array ? body.byteLength : body.length;
}

function nothing(): void {
  // the store works beside the request
}

import type { CacheChange, CacheRecord, HTTPCacheStore, IdentifiedBody } from './http-cache-store.js';

interface Slot {
  readonly key: string;
  readonly record: CacheRecord | undefined;
  /** Bytes of the record itself, without its bodies. */
  readonly size: number;
  readonly bodyIDs: Set<string>;
  /** Neighbours in the order of use. */
  older: Slot | undefined;
  newer: Slot | undefined;
}

interface HeldBytes {
  readonly bytes: Uint8Array;
  holders: number;
}

/** Bytes that a response costs beyond its fields and its body. */
const RESPONSE_COST = 256;
/** Counters of deletions, shared by the keys with the same remainder. */
const COUNTERS = 1024;
/** Begins the key of a body that is held for its own sake; no URL begins like this. */
const BODY = 'body:';

/**
 * A store in memory that holds at most `capacity` bytes, fields included; what was used least recently goes first.
 * Everything is answered at once.
 */
export class MemoryCacheStore implements HTTPCacheStore {
  readonly capacity: number;
  readonly #slots = new Map<string, Slot>();
  #oldest: Slot | undefined;
  #newest: Slot | undefined;
  readonly #bodies = new Map<string, HeldBytes>();
  readonly #deletions = new Uint32Array(COUNTERS);
  #usage = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes held now. */
  get usage(): number {
    return this.#usage;
  }

  get(key: string): CacheRecord {
    const slot = this.#slots.get(key);
    if (slot?.record === undefined) return this.#absent(key);
    this.#use(slot);
    return slot.record;
  }

  commit(key: string, { record, bodies }: CacheChange, version: string): boolean {
    const current = this.#slots.get(key)?.record ?? this.#absent(key);
    if (current.version !== version) return false;
    this.#put(slotOf(key, record, sizeOf(record), bodyIDsOf(record)), bodies);
    return true;
  }

  delete(key: string): void {
    this.#deletions[counterOf(key)] = (this.#deletions[counterOf(key)] ?? 0) + 1;
    this.#drop(key);
  }

  body(id: string): Uint8Array | undefined {
    return this.#bodies.get(id)?.bytes;
  }

  /** Holds a body of another store, as long as there is room and it is used. */
  hold(body: IdentifiedBody): void {
    const key = `${BODY}${body.id}`;
    if (this.#slots.has(key)) return;
    this.#put(slotOf(key, undefined, 0, [body.id]), [body]);
  }

  /** Body that is held for another store; counts as a use. */
  heldBody(id: string): Uint8Array | undefined {
    const key = `${BODY}${id}`;
    const slot = this.#slots.get(key);
    if (slot !== undefined) this.#use(slot);
    return this.body(id);
  }

  clear(since = -Infinity): void {
    for (const [key, { record }] of [...this.#slots]) {
      if (record?.responses.every(({ responseTime }) => responseTime < since) !== true) this.delete(key);
    }
  }

  #absent(key: string): CacheRecord {
    const generation = `deleted ${String(this.#deletions[counterOf(key)])}`;
    return { version: generation, generation, responses: [] };
  }

  #put(slot: Slot, bodies: readonly IdentifiedBody[]): void {
    for (const { id, bytes } of bodies) {
      if (slot.bodyIDs.has(id) && !this.#bodies.has(id)) {
        this.#bodies.set(id, { bytes, holders: 0 });
        this.#usage += bytes.byteLength;
      }
    }
    for (const id of slot.bodyIDs) this.#retain(id);
    this.#drop(slot.key);
    this.#slots.set(slot.key, slot);
    this.#append(slot);
    this.#usage += slot.size;
    while (this.#usage > this.capacity && this.#oldest !== undefined) this.#drop(this.#oldest.key);
  }

  #use(slot: Slot): void {
    if (slot === this.#newest) return;
    this.#unlink(slot);
    this.#append(slot);
  }

  #append(slot: Slot): void {
    slot.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = slot;
    else this.#newest.newer = slot;
    this.#newest = slot;
  }

  #unlink(slot: Slot): void {
    const { older, newer } = slot;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    slot.older = slot.newer = undefined;
  }

  #drop(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#unlink(slot);
    this.#usage -= slot.size;
    for (const id of slot.bodyIDs) this.#release(id);
  }

  #retain(id: string): void {
    const held = this.#bodies.get(id);
    if (held !== undefined) held.holders += 1;
  }

  #release(id: string): void {
    const held = this.#bodies.get(id);
    if (held === undefined) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#bodies.delete(id);
    this.#usage -= held.bytes.byteLength;
  }
}

function slotOf(key: string, record: CacheRecord | undefined, size: number, ids: readonly string[]): Slot {
  return { key, record, size, bodyIDs: new Set(ids), older: undefined, newer: undefined };
}

function bodyIDsOf({ responses }: CacheRecord): string[] {
  return responses.map(({ bodyID }) => bodyID).filter((id) => id !== undefined);
}

function sizeOf({ responses }: CacheRecord): number {
  let size = 0;
  for (const { url, headers, variant } of responses) {
    size += RESPONSE_COST + url.length;
    headers.forEach((value, name) => {
      size += name.length + value.length;
    });
    for (const [name, digest] of variant) size += name.length + digest.length;
  }
  return size;
}

/** FNV-1a, cut to the number of counters. */
function counterOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % COUNTERS;
}

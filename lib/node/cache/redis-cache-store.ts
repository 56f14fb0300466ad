import type { CacheChange, CacheRecord, HTTPCacheStore } from '../../cache/http-cache-store.js';
import { parsedRecord, serializedRecord } from '../../cache/serialized-record.js';
import { makeRandomID } from '../../message/random-id.js';

type RedisArgument = string | Buffer;

/** Client of the package `redis` 5, as far as it is used. */
export interface NodeRedisClient {
  sendCommand(args: RedisArgument[], options?: { typeMapping?: Record<number, unknown> }): Promise<unknown>;
}

/** Client of the package `ioredis` 5, as far as it is used. */
export interface IORedisClient {
  callBuffer(command: string, ...args: RedisArgument[]): Promise<unknown>;
}

/** Options of a {@link RedisCacheStore}. */
export interface RedisCacheStoreOptions {
  /** A connected client; the store neither connects nor closes it. */
  client: NodeRedisClient | IORedisClient;
  /** Beginning of every key. Default: `rxsession:`. */
  prefix?: string | undefined;
  /** Milliseconds that an answer may take before the request goes on without it. Default: 50. */
  deadline?: number | undefined;
}

/** Compares the version, which the value begins with, and sets. */
const COMMIT = `
local value = redis.call('GET', KEYS[1])
local version = ''
if value then version = string.match(value, '^[^\\n]*') end
if version ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`;

/** Milliseconds that a deletion is remembered for: loads that take longer are rare. */
const TOMBSTONE_LIFE = 10 * 60 * 1000;
const LONGEST_LIFE = 365 * 24 * 60 * 60 * 1000;
/** Keys that one SCAN looks at. */
const SCAN_COUNT = '1000';
/** Type of a bulk string in the mapping of `redis` 5. */
const BULK_STRING = 36;

/**
 * A store in Redis, for caches on many machines. A record is compared and set by one script; a body is written under
 * the hash of its bytes before a record names it. Every key expires. Redis may evict any of them: that is a miss.
 *
 * @example
 * const client = await createClient({ url }).connect();
 * const urlCache = new URLCache({ store: new RedisCacheStore({ client }), mode: 'shared' });
 */
export class RedisCacheStore implements HTTPCacheStore {
  readonly deadline: number;
  readonly #command: (args: RedisArgument[]) => Promise<unknown>;
  readonly #prefix: string;

  constructor({ client, prefix = 'rxsession:', deadline = 50 }: RedisCacheStoreOptions) {
    this.#command = commandOf(client);
    this.#prefix = prefix;
    this.deadline = deadline;
  }

  async get(key: string): Promise<CacheRecord | undefined> {
    const value = await this.#command(['GET', this.#recordKey(key)]);
    return value === null ? undefined : recordIn(textOf(value));
  }

  async commit(key: string, { record, bodies, timeToLive }: CacheChange, version: string): Promise<boolean> {
    const life = lifeOf(timeToLive);
    for (const { id, bytes } of bodies)
      await this.#command(['SET', this.#bodyKey(id), bufferOf(bytes), 'PX', life]);
    const committed = await this.#command([
      'EVAL',
      COMMIT,
      '1',
      this.#recordKey(key),
      version,
      valueOf(record),
      life,
    ]);
    return Number(committed) === 1;
  }

  async delete(key: string): Promise<void> {
    await this.#bury(this.#recordKey(key));
  }

  async body(id: string): Promise<Uint8Array | undefined> {
    const value = await this.#command(['GET', this.#bodyKey(id)]);
    return value === null ? undefined : bytesOf(value);
  }

  async clear(since = -Infinity): Promise<void> {
    const prefix = `${this.#prefix}record:`;
    let cursor = '0';
    do {
      const page = await this.#command(['SCAN', cursor, 'MATCH', `${escaped(prefix)}*`, 'COUNT', SCAN_COUNT]);
      const [next, keys] = page as [unknown, unknown[]];
      for (const key of keys.map(textOf)) await this.#clear(key, since);
      cursor = textOf(next);
    } while (cursor !== '0');
  }

  async #clear(recordKey: string, since: number): Promise<void> {
    const value = await this.#command(['GET', recordKey]);
    const record = value === null ? undefined : recordIn(textOf(value));
    if (record?.responses.every(({ responseTime }) => responseTime < since) !== true)
      await this.#bury(recordKey);
  }

  /** Leaves a tombstone, so that a commit with an earlier version fails. */
  async #bury(recordKey: string): Promise<void> {
    const tombstone = { version: makeRandomID(), generation: makeRandomID(), responses: [] };
    await this.#command(['SET', recordKey, valueOf(tombstone), 'PX', String(TOMBSTONE_LIFE)]);
  }

  #recordKey(key: string): string {
    return `${this.#prefix}record:${key}`;
  }

  #bodyKey(id: string): string {
    return `${this.#prefix}body:${id}`;
  }
}

function commandOf(client: NodeRedisClient | IORedisClient): (args: RedisArgument[]) => Promise<unknown> {
  if ('callBuffer' in client) {
    return ([command = '', ...args]) => client.callBuffer(String(command), ...args);
  }
  return (args) => client.sendCommand(args, { typeMapping: { [BULK_STRING]: Buffer } });
}

/** The version first, so that the script need not read the rest. */
function valueOf(record: CacheRecord): string {
  return `${record.version}\n${serializedRecord(record)}`;
}

/** A value that is no record keeps its version, so that it can be replaced. */
function recordIn(value: string): CacheRecord {
  const end = value.indexOf('\n');
  const version = end < 0 ? value : value.slice(0, end);
  const record = parsedRecord(value.slice(end + 1));
  return record?.version === version ? record : { version, generation: '', responses: [] };
}

function lifeOf(timeToLive: number): string {
  return String(Math.ceil(Math.min(Math.max(timeToLive, 1), LONGEST_LIFE)));
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value), 'latin1');
}

function textOf(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString() : String(value);
}

/** Glob characters of a prefix stand for themselves. */
function escaped(pattern: string): string {
  return pattern.replace(/[*?[\]\\^]/g, '\\$&');
}

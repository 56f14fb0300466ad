import { awaitAnswer, type Answer } from '../../answers/answer.js';
import { CacheStorage, type CacheStores, type Lookup } from '../../cache/cache-storage.js';
import type { CacheBehaviour } from '../../cache/cache-context.js';
import { CacheTransport, credentialPartition } from '../../cache/cache-transport.js';
import type { HTTPCacheStore, StoredBody } from '../../cache/http-cache-store.js';
import { MemoryCacheStore } from '../../cache/memory-cache-store.js';
import { cacheKey, selectedResponses, selectingFields, variantOf } from '../../cache/rules/selection.js';
import { storedFields } from '../../cache/rules/stored-fields.js';
import type { CacheMode, StoredResponse } from '../../cache/rules/stored-response.js';
import { CachedURLResponse } from '../../message/cached-url-response.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import { SerialScheduler } from '../../scheduling/serial-scheduler.js';
import type { Transport } from '../../transport/transport.js';
import type { CachingEnvironment, URLCaching } from '../../transport/url-caching.js';
import { bodyHash, FieldHashing } from './cache-hashing.js';
import { DiskCacheStore } from './disk-cache-store.js';

/** Options of a {@link URLCache}. */
export interface URLCacheOptions {
  /** Bytes in memory, fields included. Default: 16 MiB. */
  memoryCapacity?: number | undefined;
  /** Bytes on disk, where there is a `directory`. Default: 256 MiB. */
  diskCapacity?: number | undefined;
  /** Folder of the cache's own, which several processes may share. It is made with mode 0700. Default: no disk. */
  directory?: string | URL | undefined;
  /** Another place for responses, such as a `RedisCacheStore`; not beside a `directory`. */
  store?: HTTPCacheStore | undefined;
  /**
   * Users. A `'private'` cache never answers a request with what another request's `Authorization`, `Cookie`
   * or declared secret headers have brought. A `'shared'` one, for gateways, obeys `s-maxage`, `private` and
   * RFC 9111 §3.5, and answers everyone with what is marked for everyone. Default: `'private'`.
   */
  mode?: CacheMode | undefined;
  /** Key of the hashes of secret fields. Machines with one store share responses to credentials if they share it. */
  secret?: string | undefined;
  /** Bytes of the largest body that is stored. Default: a quarter of the larger capacity, at most 64 MiB. */
  maximumEntrySize?: number | undefined;
  /** Serves a stale response when the origin cannot be reached, unless that is forbidden. Default: true. */
  servesStaleWhenDisconnected?: boolean | undefined;
  /**
   * Answers 504 when the origin cannot be reached and the stored response must not be served stale, such as one with
   * `must-revalidate` (RFC 9111 §5.2.2.2). With false, the request fails as it would without a cache. Default: true.
   */
  answersGatewayTimeout?: boolean | undefined;
  /** Lets equal requests that find nothing share one load. Default: false. */
  collapsesRequests?: boolean | undefined;
}

const MiB = 1024 * 1024;
const LARGEST_ENTRY = 64 * MiB;

/**
 * HTTP cache of sessions (Foundation's `URLCache`; RFC 9111), in memory, and on disk or in a store of the caller's. One
 * may serve several sessions. The numbers of the options throw a `RangeError` if they are negative.
 *
 * @example
 * const urlCache = new URLCache({ directory: '/var/cache/reports', diskCapacity: 512 * 1024 * 1024 });
 * const session = new Session({ configuration: { urlCache } });
 */
export class URLCache implements URLCaching {
  readonly memoryCapacity: number;
  readonly diskCapacity: number;
  readonly mode: CacheMode;
  readonly #stores: CacheStores;
  readonly #disk: DiskCacheStore | undefined;
  readonly #behaviour: CacheBehaviour;
  readonly #storage: CacheStorage;
  readonly #hashing: FieldHashing;
  #clock: () => number = Date.now;

  constructor(options: URLCacheOptions = {}) {
    const {
      directory,
      store,
      mode = 'private',
      memoryCapacity = 16 * MiB,
      diskCapacity = 256 * MiB,
    } = options;
    if (directory !== undefined && store !== undefined) {
      throw new TypeError('A URLCache keeps responses in a directory or in a store, not in both.');
    }
    this.memoryCapacity = amount('memoryCapacity', memoryCapacity);
    this.diskCapacity = directory === undefined ? 0 : amount('diskCapacity', diskCapacity);
    this.mode = mode;
    this.#disk = directory === undefined ? undefined : new DiskCacheStore(directory, this.diskCapacity);
    this.#hashing = new FieldHashing(options.secret ?? this.#disk?.secret);
    const memory = new MemoryCacheStore(this.memoryCapacity);
    this.#stores = { memory, store: store ?? this.#disk, identify: bodyHash };
    this.#behaviour = this.#behaviourOf(options);
    this.#storage = new CacheStorage(this.#stores, mode, new SerialScheduler({ label: 'cache' }));
  }

  /** Bytes in memory, fields included. */
  get currentMemoryUsage(): number {
    return this.#stores.memory.usage;
  }

  /** Bytes on disk, as far as this process knows: another one may have written since. */
  get currentDiskUsage(): number {
    return this.#disk?.usage ?? 0;
  }

  /** @internal */
  transportOver(transport: Transport, environment: CachingEnvironment): Transport {
    this.#hashing.add(environment.secretHeaders);
    this.#clock = () => environment.rootQueue.now();
    return new CacheTransport(transport, this.#stores, this.#behaviour, environment);
  }

  /**
   * The stored response for a request, however old it is; undefined if there is none. Of several variants it is the
   * one that the request's headers select, else the most recent.
   */
  async cachedResponse(request: URLRequest): Promise<CachedURLResponse | undefined> {
    const lookup = await this.#lookUp(request);
    if (lookup === undefined) return undefined;
    const partition = this.#partitionOf(request);
    const ownOnes = lookup.responses.filter(
      ({ isForEveryone, partition: own }) => isForEveryone || own === partition,
    );
    const [selected] = selectedResponses(ownOnes, partition, request.headers, this.#hashing.digest);
    const stored = selected ?? [...ownOnes].sort((one, other) => other.responseTime - one.responseTime)[0];
    if (stored === undefined) return undefined;
    const body = await new Promise<StoredBody | undefined>((resolve) => {
      this.#storage.body(stored, ignored, resolve);
    });
    return body && cachedResponseOf(stored, await bytesOf(body));
  }

  /** Stores a response for a request, whatever its fields say; resolves when it is stored. */
  async storeCachedResponse(cached: CachedURLResponse, request: URLRequest): Promise<void> {
    const lookup = await this.#lookUp(request);
    if (lookup === undefined || cached.storagePolicy === 'notAllowed') return;
    await new Promise<void>((resolve) => {
      this.#storage.add(lookup, this.#storedResponse(cached, request), cached.data, ignored, resolve);
    });
  }

  /** Removes what is stored for the URL of a request. */
  async removeCachedResponse(request: URLRequest): Promise<void> {
    const key = cacheKey(request.url);
    if (key === undefined) return;
    await new Promise<void>((resolve) => {
      this.#storage.remove([key], ignored, resolve);
    });
  }

  /** Removes what was stored at a time or later. */
  async removeCachedResponses(since: Date): Promise<void> {
    await this.#clear(since.getTime());
  }

  /** Removes everything. */
  async removeAllCachedResponses(): Promise<void> {
    await this.#clear(undefined);
  }

  async #clear(since: number | undefined): Promise<void> {
    const { memory, store } = this.#stores;
    memory.clear(since);
    if (store?.clear !== undefined) await settled(() => store.clear?.(since));
  }

  #behaviourOf({
    store,
    maximumEntrySize,
    servesStaleWhenDisconnected = true,
    answersGatewayTimeout = true,
    collapsesRequests = false,
  }: URLCacheOptions): CacheBehaviour {
    const capacity = Math.max(this.memoryCapacity, this.diskCapacity);
    const largest =
      store === undefined ? Math.min(LARGEST_ENTRY, Math.ceil(capacity / 4)) : LARGEST_ENTRY / 4;
    return {
      mode: this.mode,
      digest: this.#hashing.digest,
      maximumEntrySize: amount('maximumEntrySize', maximumEntrySize ?? largest),
      servesStaleWhenDisconnected,
      answersGatewayTimeout,
      collapsesRequests,
    };
  }

  #lookUp(request: URLRequest): Promise<Lookup | undefined> {
    const key = cacheKey(request.url);
    if (key === undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#storage.lookUp(key, ignored, resolve);
    });
  }

  #partitionOf({ headers }: URLRequest): string {
    return credentialPartition(headers, this.#hashing.secretHeaders, this.#hashing.digest);
  }

  #storedResponse(cached: CachedURLResponse, request: URLRequest): StoredResponse {
    const { response, data, userInfo, storagePolicy } = cached;
    const now = this.#clock();
    const names = selectingFields(response.headers) ?? [];
    return {
      url: request.url,
      statusCode: response.statusCode,
      headers: storedFields(response.headers, now),
      httpVersion: response.httpVersion,
      requestTime: now,
      responseTime: now,
      partition: this.#partitionOf(request),
      isForEveryone: false,
      variant: variantOf(names, request.headers, this.#hashing.digest),
      bodyID: data.byteLength === 0 ? undefined : bodyHash(data),
      bodyLength: data.byteLength,
      isDecoded: response.isDecoded,
      part: undefined,
      isInvalidated: false,
      isInMemoryOnly: storagePolicy === 'allowedInMemoryOnly',
      userInfo,
    };
  }
}

function cachedResponseOf(stored: StoredResponse, data: Uint8Array): CachedURLResponse {
  const { url, statusCode, headers, httpVersion, userInfo, isInMemoryOnly } = stored;
  const response = new HTTPURLResponse({ url, statusCode, headers, httpVersion });
  return new CachedURLResponse({
    response,
    data: data.slice(),
    userInfo,
    storagePolicy: isInMemoryOnly ? 'allowedInMemoryOnly' : 'allowed',
  });
}

async function bytesOf(body: StoredBody): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open(0, body.length - 1)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function settled(question: () => Answer<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    awaitAnswer(question, resolve, reject);
  });
}

function amount(name: string, given: number): number {
  if (!(given >= 0)) throw new RangeError(`${name} is ${String(given)}, and must not be negative.`);
  return given;
}

/** A store that fails has nothing. */
function ignored(): void {
  // told to the monitors of sessions
}

import type { HTTPHeaders } from '../message/http-headers.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../transport/transport.js';
import type { CachingEnvironment } from '../transport/url-caching.js';
import type { CacheBehaviour, CacheContext } from './cache-context.js';
import { CacheStorage, type CacheStores } from './cache-storage.js';
import { CacheTask } from './cache-task.js';
import { cacheKey, type Digest } from './rules/selection.js';
import { SharedLoads } from './shared-load.js';
import { Validations } from './validations.js';

/**
 * Stands before another transport, answers from a cache where RFC 9111 allows it, and stores what passes. Each message
 * is handled by itself: redirect hops, answers to challenges, and retries.
 */
export class CacheTransport implements Transport {
  absoluteURL?: (relative: string) => string | undefined;
  readonly #context: CacheContext;

  constructor(
    transport: Transport,
    stores: CacheStores,
    behaviour: CacheBehaviour,
    environment: CachingEnvironment,
  ) {
    const storage = new CacheStorage(stores, behaviour.mode, environment.rootQueue);
    const partitionOf = (headers: HTTPHeaders): string =>
      credentialPartition(headers, environment.secretHeaders, behaviour.digest);
    this.#context = {
      ...behaviour,
      transport,
      storage,
      environment,
      validations: new Validations(),
      loads: new SharedLoads(),
      partitionOf,
      send: (request, client) => this.send(request, client),
    };
    if (transport.absoluteURL !== undefined)
      this.absoluteURL = (relative) => transport.absoluteURL?.(relative);
  }

  get capabilities(): TransportCapabilities {
    return this.#context.transport.capabilities;
  }

  get baseURL(): string | undefined {
    return this.#context.transport.baseURL;
  }

  send(request: TransportRequest, client: TransportClient): TransportTask {
    const { previousHop } = request;
    const hop =
      previousHop instanceof CacheTask ? { ...request, previousHop: previousHop.sentTask } : request;
    const key = cacheKey(request.urlRequest.url);
    if (key === undefined) return this.#context.transport.send(hop, client);
    const task = new CacheTask(this.#context, hop, key, client);
    task.start();
    return task;
  }

  close(): void {
    this.#context.validations.close();
    this.#context.transport.close?.();
  }
}

/** Hash of the fields that tell users apart; empty if there are none. */
export function credentialPartition(
  headers: HTTPHeaders,
  secretHeaders: ReadonlySet<string>,
  digest: Digest,
): string {
  let credentials = '';
  for (const name of secretHeaders) {
    const value = headers.get(name);
    if (value !== undefined) credentials += `${name}: ${value}\n`;
  }
  return credentials === '' ? '' : digest('authorization', credentials);
}

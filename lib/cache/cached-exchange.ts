import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransportClient, TransportRequest, TransportTask } from '../transport/transport.js';
import type { ResourceFetchType } from '../message/task-metrics.js';
import type { CacheContext } from './cache-context.js';
import type { Lookup } from './cache-storage.js';
import type { CacheStatus } from './rules/cache-status.js';
import type { CacheHit } from './rules/decision.js';

/** Client of a message that can lose its interest in it. */
export interface LeavableClient extends TransportClient {
  leave(): void;
}

/** Message that a cache handles, as the steps of its handling see it. */
export interface CachedExchange {
  readonly context: CacheContext;
  readonly request: TransportRequest;
  readonly key: string;
  readonly now: number;
  readonly lookup: Lookup | undefined;
  /** The caller, as long as it is interested. */
  readonly client: TransportClient | undefined;
  readonly sentTask: TransportTask | undefined;
  resourceFetchType: ResourceFetchType;
  /** A store or a handler has failed; the request goes on. */
  readonly failed: (error: unknown) => void;
  /** Sends a message to the origin, to be handled by `client`. */
  send(request: TransportRequest, client: LeavableClient): void;
  /** Sends a message to the origin, whose answer the caller gets and the cache stores. */
  forward(request: TransportRequest): void;
  /** Hands the answer of the message that is under way to the caller, and to the cache. */
  handOver(response: HTTPURLResponse, requestTime: number): TransportClient;
  /** Answers with a stored response; `lost` is called if its body cannot be read. */
  serve(hit: CacheHit, status: CacheStatus, lost: () => void, cookies?: readonly string[]): void;
  /** Answers with 504 in the place of the origin. */
  timeOut(status: CacheStatus): void;
  /** Ends with a failure, in a turn of its own. */
  fail(error: unknown): void;
}

import type { HTTPHeaders } from '../message/http-headers.js';
import type { Transport, TransportClient, TransportRequest, TransportTask } from '../transport/transport.js';
import type { CachingEnvironment } from '../transport/url-caching.js';
import type { CacheStorage } from './cache-storage.js';
import type { Digest } from './rules/selection.js';
import type { CacheMode } from './rules/stored-response.js';
import type { SharedLoads } from './shared-load.js';
import type { Validations } from './validations.js';

/** Behaviour of a cache. */
export interface CacheBehaviour {
  readonly mode: CacheMode;
  /** Hash of a field, keyed where the field is secret: selecting fields and credentials are stored as hashes alone. */
  readonly digest: Digest;
  /** Bytes of a body that is stored at most. */
  readonly maximumEntrySize: number;
  /** True if a stale response is served when the origin cannot be reached (RFC 9111 §4.2.4). */
  readonly servesStaleWhenDisconnected: boolean;
  /**
   * True if a response that must not be served stale is answered by 504 when the origin cannot be reached
   * (RFC 9111 §5.2.2.2), instead of the failure of the connection.
   */
  readonly answersGatewayTimeout: boolean;
  /** True if equal requests that find nothing share one load. */
  readonly collapsesRequests: boolean;
}

/** Context that the tasks of one cached transport share. */
export interface CacheContext extends CacheBehaviour {
  readonly transport: Transport;
  readonly storage: CacheStorage;
  readonly validations: Validations;
  readonly loads: SharedLoads;
  readonly environment: CachingEnvironment;
  /** Hash of the credentials of a request; empty if it has none. */
  partitionOf(headers: HTTPHeaders): string;
  /** Sends a message through the cache. */
  send(request: TransportRequest, client: TransportClient): TransportTask;
}

import type { HTTPURLResponse } from './http-url-response.js';
import type { URLRequest } from './url-request.js';

/**
 * When the phases of one transaction began and ended, in milliseconds of the session's clock
 * (Foundation's `URLSessionTaskTransactionMetrics`). A phase that did not happen, or that the transport
 * cannot see, is undefined: over a reused connection there is no lookup, connect or TLS.
 */
export interface TransactionTimings {
  fetchStart?: number | undefined;
  domainLookupStart?: number | undefined;
  domainLookupEnd?: number | undefined;
  connectStart?: number | undefined;
  secureConnectionStart?: number | undefined;
  secureConnectionEnd?: number | undefined;
  connectEnd?: number | undefined;
  requestStart?: number | undefined;
  requestEnd?: number | undefined;
  responseStart?: number | undefined;
  responseEnd?: number | undefined;
}

/** Source of a response: the network, also if it has confirmed a stored one, or the cache alone. */
export type ResourceFetchType = 'networkLoad' | 'localCache';

/** One request and its answer on the wire: a task has one for each redirect hop and the last. */
export interface TransactionMetrics extends Readonly<TransactionTimings> {
  readonly request: URLRequest;
  readonly response: HTTPURLResponse | undefined;
  /** Whether the connection had served an earlier request; undefined where the transport cannot see it. */
  readonly isReusedConnection: boolean | undefined;
  /** Source of the response (Foundation's `ResourceFetchType`). */
  readonly resourceFetchType: ResourceFetchType;
  readonly bodyBytesSent: number;
  readonly bodyBytesReceived: number;
}

/** What one task cost in time and bytes (Foundation's `URLSessionTaskMetrics`). */
export interface TaskMetrics {
  /** From the creation of the task to its end, in milliseconds of the session's clock. */
  readonly taskInterval: { readonly start: number; readonly end: number; readonly duration: number };
  readonly redirectCount: number;
  readonly transactions: readonly TransactionMetrics[];
}

import type { HTTPURLResponse } from './http-url-response.js';
import type { URLRequest } from './url-request.js';

/**
 * Times at which the phases of one transaction began and ended, in milliseconds of the session's clock (Foundation's
 * `URLSessionTaskTransactionMetrics`). Undefined for a phase that did not happen, or that the transport cannot see: a
 * reused connection has no lookup, connect or TLS.
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

/** Metrics of one message and its response. A task has one for each redirect hop and the last. */
export interface TransactionMetrics extends Readonly<TransactionTimings> {
  /** URLRequest of the message. */
  readonly request: URLRequest;
  /** Head of its response. */
  readonly response: HTTPURLResponse | undefined;
  /** True if the connection had served an earlier request. Undefined if the transport cannot see it. */
  readonly isReusedConnection: boolean | undefined;
  /** Source of the response (Foundation's `ResourceFetchType`). */
  readonly resourceFetchType: ResourceFetchType;
  /** Bytes of the body sent. */
  readonly bodyBytesSent: number;
  /** Bytes of the body received. */
  readonly bodyBytesReceived: number;
}

/** Time and bytes of one task (Foundation's `URLSessionTaskMetrics`). */
export interface TaskMetrics {
  /** Creation and end of the task, in milliseconds of the session's clock. */
  readonly taskInterval: { readonly start: number; readonly end: number; readonly duration: number };
  /** Redirects that were followed. */
  readonly redirectCount: number;
  /** Transactions in order. */
  readonly transactions: readonly TransactionMetrics[];
}

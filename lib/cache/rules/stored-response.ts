import type { HTTPHeaders } from '../../message/http-headers.js';

/** Users of a cache: one user agent, or many users (RFC 9111 §1). */
export type CacheMode = 'private' | 'shared';

/** Bytes that a stored part covers, both ends included, of a whole of `total` bytes. */
export interface StoredPart {
  readonly first: number;
  readonly last: number;
  /** Undefined if the server did not say. */
  readonly total: number | undefined;
}

/** Head of a response, as the rules see it. */
export interface ResponseFacts {
  readonly statusCode: number;
  readonly headers: HTTPHeaders;
}

/** Head of a response and when it came: what its age is computed from (RFC 9111 §4.2.3). */
export interface DatedResponse extends ResponseFacts {
  /** When the request was sent, in milliseconds of the session's clock. */
  readonly requestTime: number;
  /** When the head arrived. */
  readonly responseTime: number;
}

/** Response in a cache. Its body is stored apart, under the hash of its bytes. */
export interface StoredResponse extends DatedResponse {
  readonly url: string;
  readonly httpVersion: string | undefined;
  /** Hash of the credentials of its request; only requests with the same hash are served from it. */
  readonly partition: string;
  /** True if requests of every partition may be served from it (shared caches). */
  readonly isForEveryone: boolean;
  /** Hashes of the request fields that `Vary` names, in the order of their names. */
  readonly variant: readonly VariantField[];
  /** Hash of the stored bytes, which names the body; undefined for an empty body. */
  readonly bodyID: string | undefined;
  readonly bodyLength: number;
  /** True if the stored bytes are a decoded form of those that were sent. */
  readonly isDecoded: boolean;
  /** Undefined if the body is whole. */
  readonly part: StoredPart | undefined;
  /** True if it must not be served without validation, whatever its age. */
  readonly isInvalidated: boolean;
  /** True if it may be written to the memory of this process alone. */
  readonly isInMemoryOnly: boolean;
  readonly userInfo: unknown;
}

export type VariantField = readonly [name: string, digest: string];

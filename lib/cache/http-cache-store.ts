import type { Answer } from '../answers/answer.js';
import type { StoredResponse } from './rules/stored-response.js';

/** Everything that is stored for one URL, as one record that is compared and set by its version. */
export interface CacheRecord {
  /** Changes with every commit; empty if nothing is stored. */
  readonly version: string;
  /** Changes with every deletion, so that a response that was asked for before it is not stored after it. */
  readonly generation: string;
  /** The variants, the most recent first. */
  readonly responses: readonly StoredResponse[];
}

/** Bytes of a body, and the hash of them that names it. */
export interface IdentifiedBody {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A commit to the record of a URL. */
export interface CacheChange {
  /** Record after the commit. */
  readonly record: CacheRecord;
  /** Bodies that the record names and that may be new to the store; to be written before the record. */
  readonly bodies: readonly IdentifiedBody[];
  /** Milliseconds after which nothing in the record is of use without a validation. */
  readonly timeToLive: number;
}

/** A body that is read from where it is, such as a file. */
export interface ReadableBody {
  /** Bytes. */
  readonly length: number;
  /** Reads the bytes from `first` to `last`, both included. */
  open(first: number, last: number): AsyncIterable<Uint8Array>;
  /** Releases it where it is not opened. */
  close?(): Answer<void>;
}

export type StoredBody = Uint8Array | ReadableBody;

/**
 * Place for the responses of a cache: memory, a folder, Redis. It answers with values, promises or Observables.
 *
 * A store that throws, fails, or takes longer than its `deadline` counts as one that has nothing: the request goes to
 * the origin, and monitors are told. Implementations must keep three promises.
 *
 * - `commit` compares and sets: of two commits with the same `version`, at most one returns true.
 * - After `delete`, a commit with a version that was read before it returns false.
 * - A body is readable before a record names it.
 */
export interface HTTPCacheStore {
  /** Milliseconds that an answer may take. Default: 50. */
  readonly deadline?: number | undefined;
  /** Record of a URL; undefined, or one of no responses, if nothing is stored. */
  get(key: string): Answer<CacheRecord | undefined>;
  /** Replaces the record if its version is still `version`. Returns whether it did. */
  commit(key: string, change: CacheChange, version: string): Answer<boolean>;
  /** Removes the record, whatever its version. */
  delete(key: string): Answer<void>;
  /** Body that `id` names. */
  body(id: string): Answer<StoredBody | undefined>;
  /** Removes everything, or what was stored at or after a time in milliseconds since the epoch. */
  clear?(since?: number): Answer<void>;
}

export const ABSENT: CacheRecord = Object.freeze({
  version: '',
  generation: '',
  responses: Object.freeze([]),
});

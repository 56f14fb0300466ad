import type { Limits } from 'busboy';
import type { MultipartLimit, MultipartReadingFailureReason } from '../../errors/failure-reason.js';
import { SessionError } from '../../errors/session-error.js';

/**
 * Limits of an inbound form. One more is a `SessionError` of kind `multipartReadingFailed` with the reason
 * `limitExceeded`; a form is never cut short. Without a default, a limit is `Infinity`.
 */
export interface MultipartLimits {
  /** Fields, files and skipped parts together. Default: 1 000; `Infinity` for no limit. */
  parts?: number | undefined;
  /** Fields of a part's header. Default, and most: 1 999. */
  headerPairs?: number | undefined;
  /** Parts without a file name. */
  fields?: number | undefined;
  /** Parts with a file name. */
  files?: number | undefined;
  /** Bytes of a part's name. */
  fieldNameSize?: number | undefined;
  /** Bytes of a field, which is held in memory. Default: 1 048 576. */
  fieldSize?: number | undefined;
  /** Bytes of a file. */
  fileSize?: number | undefined;
}

/** Limits with their defaults. */
export type KnownLimits = Readonly<Record<Exclude<MultipartLimit, 'bytesInMemory'>, number>>;

/** Adds the defaults. Throws `limitInvalid` unless each limit is a whole number of zero or more, or Infinity. */
export function knownLimits(limits: MultipartLimits = {}): KnownLimits {
  const known = {
    parts: limits.parts ?? 1000,
    headerPairs: limits.headerPairs ?? MOST_HEADER_PAIRS,
    fields: limits.fields ?? Infinity,
    files: limits.files ?? Infinity,
    fieldNameSize: limits.fieldNameSize ?? Infinity,
    fieldSize: limits.fieldSize ?? 1_048_576,
    fileSize: limits.fileSize ?? Infinity,
  };
  for (const [limit, maximum] of Object.entries(known)) checkLimit(limit as MultipartLimit, maximum);
  return { ...known, headerPairs: Math.min(known.headerPairs, MOST_HEADER_PAIRS) };
}

/** More of them busboy drops. */
const MOST_HEADER_PAIRS = 1999;

/** Throws `limitInvalid` unless the limit is a whole number of zero or more, or Infinity. */
export function checkLimit(limit: MultipartLimit, maximum: number): void {
  const isLimit = maximum === Infinity || (Number.isSafeInteger(maximum) && maximum >= 0);
  if (!isLimit) throw readingFailure({ kind: 'limitInvalid', limit, maximum });
}

/** Limits for busboy, which takes a size that equals its limit for too much. */
export function cutOffs(limits: KnownLimits): Limits {
  const { fields, files, fieldSize, fileSize } = limits;
  return { fields, files, fieldSize: fieldSize + 1, fileSize: fileSize + 1 };
}

/** Error of a form that cannot be read. */
export function readingFailure(reason: MultipartReadingFailureReason): SessionError {
  return new SessionError({ kind: 'multipartReadingFailed', reason });
}

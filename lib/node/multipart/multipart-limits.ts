import type { Limits } from 'busboy';
import type { MultipartLimit, MultipartReadingFailureReason } from '../../errors/failure-reason.js';
import { SessionError } from '../../errors/session-error.js';

/**
 * How much a form may hold; one more than that is a `SessionError` of kind `multipartReadingFailed` with the reason
 * `limitExceeded`, never a form cut short. Each is unlimited unless given, but for `headerPairs` and `fieldSize`.
 */
export interface MultipartLimits {
  /** Fields, files and what is passed over, together. */
  parts?: number | undefined;
  /** Fields of a part's header; 1 999 unless given, and never more. */
  headerPairs?: number | undefined;
  fields?: number | undefined;
  files?: number | undefined;
  /** Bytes of a part's name. */
  fieldNameSize?: number | undefined;
  /** Bytes of a field, which is held in memory; 1 048 576 unless given. */
  fieldSize?: number | undefined;
  /** Bytes of a file. */
  fileSize?: number | undefined;
}

/** The limits with their defaults. */
export type KnownLimits = Readonly<Record<Exclude<MultipartLimit, 'bytesInMemory'>, number>>;

/** Throws for a limit that is none: neither a whole number of zero or more, nor Infinity. */
export function knownLimits(limits: MultipartLimits = {}): KnownLimits {
  const known = {
    parts: limits.parts ?? Infinity,
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

/** Those beyond busboy would drop. */
const MOST_HEADER_PAIRS = 1999;

export function checkLimit(limit: MultipartLimit, maximum: number): void {
  const isLimit = maximum === Infinity || (Number.isSafeInteger(maximum) && maximum >= 0);
  if (!isLimit) throw readingFailure({ kind: 'limitInvalid', limit, maximum });
}

/** What busboy cuts off at: for it, what is exactly as much as a limit of sizes is too much already. */
export function cutOffs(limits: KnownLimits): Limits {
  const { fields, files, fieldSize, fileSize } = limits;
  return { fields, files, fieldSize: fieldSize + 1, fileSize: fileSize + 1 };
}

/** The failure to read a form, for a reason. */
export function readingFailure(reason: MultipartReadingFailureReason): SessionError {
  return new SessionError({ kind: 'multipartReadingFailed', reason });
}

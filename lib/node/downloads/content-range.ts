/** The part of a body that a `Content-Range` in bytes speaks of (RFC 9110 §14.4). */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  /** Bytes of the whole; undefined where the server does not know. */
  readonly total: number | undefined;
}

/**
 * Parses a Content-Range field. Returns undefined for an invalid or contradictory range, and for another unit than
 * bytes.
 */
export function contentRange(field: string | undefined): ContentRange | undefined {
  const [, first, last, total] =
    /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(field ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  const range = {
    first: Number(first),
    last: Number(last),
    total: total === '*' ? undefined : Number(total),
  };
  return range.first <= range.last && range.last < (range.total ?? Infinity) ? range : undefined;
}

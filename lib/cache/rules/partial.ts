import type { HTTPHeaders } from '../../message/http-headers.js';
import { isStrong } from './validation.js';
import type { StoredPart, StoredResponse } from './stored-response.js';

/** Bytes that a request asks for, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Share of the requested bytes that a stored response has. */
export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange; readonly total: number | undefined }
  | { readonly kind: 'unsatisfiable'; readonly total: number }
  | { readonly kind: 'missing' };

interface RangeSpec {
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Parses one range of bytes (RFC 9110 §14.1.2); undefined for several, other units and invalid fields. */
function rangeSpec(field: string): RangeSpec | undefined {
  const match = /^bytes\s*=\s*(\d*)-(\d*)$/i.exec(field.trim());
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const spec = { first: from === '' ? undefined : Number(from), last: to === '' ? undefined : Number(to) };
  return spec.first !== undefined && spec.last !== undefined && spec.last < spec.first ? undefined : spec;
}

/**
 * Answers out of a stored response the `Range` of a request (RFC 9111 §3.3, RFC 9110 §14.2), taking account of its
 * `If-Range`. An invalid `Range` is ignored; several ranges in one request are not served from the cache.
 */
export function rangeAnswer(stored: StoredResponse, requestHeaders: HTTPHeaders): RangeAnswer {
  const field = requestHeaders.get('range');
  const whole: RangeAnswer = stored.part === undefined ? { kind: 'whole' } : { kind: 'missing' };
  if (field === undefined || !matchesIfRange(stored, requestHeaders.get('if-range'))) return whole;
  if (stored.statusCode !== 200 && stored.part === undefined) return whole;
  const spec = rangeSpec(field);
  if (spec === undefined) return /^bytes\s*=.*,/i.test(field) ? { kind: 'missing' } : whole;
  const part = stored.part ?? { first: 0, last: stored.bodyLength - 1, total: stored.bodyLength };
  return answerWithin(part, spec, stored.part === undefined);
}

function answerWithin(part: StoredPart, spec: RangeSpec, isWhole: boolean): RangeAnswer {
  const { total } = part;
  const range = resolvedRange(spec, total);
  if (range === undefined) {
    return total !== undefined && isWhole ? { kind: 'unsatisfiable', total } : { kind: 'missing' };
  }
  const isCovered = range.first >= part.first && range.last <= part.last;
  return isCovered ? { kind: 'part', range, total } : { kind: 'missing' };
}

/** Undefined where the range begins beyond the end, or cannot be told without the length of the whole. */
function resolvedRange({ first, last }: RangeSpec, total: number | undefined): ByteRange | undefined {
  if (total === undefined) {
    return first === undefined || last === undefined ? undefined : { first, last };
  }
  if (first !== undefined) {
    return first >= total ? undefined : { first, last: Math.min(last ?? total - 1, total - 1) };
  }
  const length = Math.min(last ?? 0, total);
  return length === 0 ? undefined : { first: total - length, last: total - 1 };
}

/** A strong comparison (RFC 9110 §13.1.5): a weak validator, or bytes that were decoded, match nothing. */
function matchesIfRange(stored: StoredResponse, ifRange: string | undefined): boolean {
  if (ifRange === undefined) return true;
  if (stored.isDecoded) return false;
  const validator = /^(?:W\/)?"/.test(ifRange) ? 'etag' : 'last-modified';
  const own = stored.headers.get(validator);
  return own === ifRange && (validator === 'last-modified' || isStrong(own));
}

/** Bytes that a 206 brings (RFC 9110 §14.4); undefined for an invalid or unsatisfied `Content-Range`. */
export function contentRange(headers: HTTPHeaders): StoredPart | undefined {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec((headers.get('content-range') ?? '').trim());
  if (match === null) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  const total = match[3] === '*' ? undefined : Number(match[3]);
  if (last < first || (total !== undefined && last >= total)) return undefined;
  return { first, last, total };
}

/** `Content-Range` of the bytes that are served. */
export function contentRangeField({ first, last }: ByteRange, total: number | undefined): string {
  return `bytes ${String(first)}-${String(last)}/${total === undefined ? '*' : String(total)}`;
}

/**
 * Union of a stored part and a newer one of the same strong ETag (RFC 9111 §3.4); undefined where they must not or
 * cannot be combined, since a gap lies between them. `isOlderFirst` says whose bytes come first.
 */
export function combinedPart(
  older: StoredResponse,
  newer: StoredPart,
  newerHeaders: HTTPHeaders,
): StoredPart | undefined {
  const { part } = older;
  const etag = newerHeaders.get('etag');
  if (part === undefined || etag === undefined || !isStrong(etag)) return undefined;
  if (older.headers.get('etag') !== etag || older.isDecoded) return undefined;
  if (part.total !== undefined && newer.total !== undefined && part.total !== newer.total) return undefined;
  if (newer.first > part.last + 1 || part.first > newer.last + 1) return undefined;
  return {
    first: Math.min(part.first, newer.first),
    last: Math.max(part.last, newer.last),
    total: newer.total ?? part.total,
  };
}

/** `Range` for what a stored beginning lacks; undefined if it is no beginning, or cannot be told to be unchanged. */
export function missingRest({ part, headers, isDecoded }: StoredResponse): string | undefined {
  const etag = headers.get('etag');
  if (part?.first !== 0 || isDecoded || etag === undefined || !isStrong(etag)) return undefined;
  return part.total !== undefined && part.last >= part.total - 1
    ? undefined
    : `bytes=${String(part.last + 1)}-`;
}

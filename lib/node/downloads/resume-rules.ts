import type { HTTPHeaders } from '../../message/http-headers.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import type { PartialDownload } from './resume-data.js';

/**
 * Relation of a response's body to the partial file. `whole`: replaces it. `rest`: continues it. `other`: neither,
 * such as an error page, and the file may still be continued. `useless`: the whole must be requested again.
 */
export type Continuation = 'whole' | 'rest' | 'other' | 'useless';

/** The byte that is asked for first. The last one is asked for again when all are there, as nothing cannot be asked for. */
export function firstByte({ byteLength, total }: PartialDownload): number {
  return byteLength < total ? byteLength : byteLength - 1;
}

/** Request for the bytes after the partial file, or for the whole if it has changed (RFC 9110 §13.1.5). */
export function askingForRest(urlRequest: URLRequest, partial: PartialDownload): URLRequest {
  return urlRequest.with({
    headers: urlRequest.headers
      .set('Range', rangeAfter(partial))
      .set('If-Range', partial.validator)
      // offsets count the server's own bytes, not an encoded form
      .set('Accept-Encoding', 'identity'),
  });
}

/** True if the request, as it was sent, asks for the bytes after the partial file. */
export function asksForRest({ headers }: URLRequest, partial: PartialDownload): boolean {
  return headers.get('range') === rangeAfter(partial);
}

function rangeAfter(partial: PartialDownload): string {
  return `bytes=${String(firstByte(partial))}-`;
}

/** Classifies the response to a request for the bytes after the partial file. */
export function continuation(response: HTTPURLResponse, partial: PartialDownload): Continuation {
  const { statusCode, headers } = response;
  if (statusCode === 206) return isRest(headers, partial) ? 'rest' : 'useless';
  if (statusCode === 416) return 'useless';
  if (statusCode < 200 || statusCode > 299) return 'other';
  return isPart(headers) || isShorter(response, partial) ? 'useless' : 'whole';
}

/**
 * True for a response with a part of the file to a request that asked for no part: the file would be short, and pass
 * for the whole. A `Range` of the caller is the caller's business.
 */
export function isUnrequestedPart(response: HTTPURLResponse | undefined, urlRequest: URLRequest): boolean {
  if (response === undefined || urlRequest.headers.has('Range')) return false;
  const { statusCode, headers } = response;
  return statusCode === 206 ? !isWhole(headers) : statusCode >= 200 && statusCode < 300 && isPart(headers);
}

/** True if a `Content-Range` says that bytes are missing, whatever the status code is. */
function isPart(headers: HTTPHeaders): boolean {
  return contentRange(headers.get('content-range')) !== undefined && !isWhole(headers);
}

function isWhole(headers: HTTPHeaders): boolean {
  const range = contentRange(headers.get('content-range'));
  return range?.first === 0 && range.last + 1 === (range.total ?? range.last + 1);
}

/** True if a body is of the version that the partial file belongs to, and has not its length. */
function isShorter({ headers, expectedContentLength }: HTTPURLResponse, partial: PartialDownload): boolean {
  const length = isCoded(headers) ? undefined : expectedContentLength;
  return (
    validatorLike(partial.validator, headers) === partial.validator &&
    length !== undefined &&
    length !== partial.total
  );
}

function isRest(headers: HTTPHeaders, partial: PartialDownload): boolean {
  const range = contentRange(headers.get('content-range'));
  if (range?.first !== firstByte(partial) || (range.total ?? partial.total) !== partial.total) return false;
  return !isCoded(headers) && !contradicts(headers, partial);
}

function contradicts(headers: HTTPHeaders, { validator }: PartialDownload): boolean {
  const said = validatorLike(validator, headers);
  return said !== undefined && said !== validator;
}

/** Validator of a response, of the kind of a given one. */
function validatorLike(validator: string, headers: HTTPHeaders): string | undefined {
  return headers.get(validator.startsWith('"') ? 'etag' : 'last-modified')?.trim();
}

/** State of an interrupted download. */
export interface BrokenDownload {
  readonly url: string | undefined;
  /** As it was sent last. */
  readonly urlRequest: URLRequest;
  readonly response: HTTPURLResponse | undefined;
  readonly file: string;
  readonly byteLength: number;
  /** Partial file that this body continued, if it did. */
  readonly continued: PartialDownload | undefined;
}

/**
 * The part of a download that can be continued: one of a GET whose length is known, that the server can be asked for
 * the rest of, and be held to. A weak entity tag proves nothing (RFC 9110 §13.1.5).
 */
export function continuable(broken: BrokenDownload): PartialDownload | undefined {
  const { response, byteLength, continued } = broken;
  const total = continued?.total ?? response?.expectedContentLength;
  if (total === undefined || byteLength === 0 || byteLength > total) return undefined;
  return continued === undefined ? begun(broken, total) : { ...continued, byteLength };
}

function begun(broken: BrokenDownload, total: number): PartialDownload | undefined {
  const { url, urlRequest, response, file, byteLength } = broken;
  if (url === undefined || urlRequest.method !== 'GET' || response?.statusCode !== 200) return undefined;
  const { headers } = response;
  const validator = validatorIn(headers);
  if (validator === undefined || isCoded(headers) || !allowsRanges(headers)) return undefined;
  return { url, file, byteLength, total, validator };
}

function allowsRanges(headers: HTTPHeaders): boolean {
  return /(?:^|,)\s*bytes\s*(?:,|$)/i.test(headers.get('accept-ranges') ?? '');
}

function isCoded(headers: HTTPHeaders): boolean {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  return coding !== '' && coding !== 'identity';
}

/** Validator for `If-Range`: the entity tag if it is strong, the date if there is no tag (RFC 9110 §13.1.5). */
function validatorIn(headers: HTTPHeaders): string | undefined {
  const entityTag = headers.get('etag')?.trim() ?? '';
  if (entityTag === '') return strongDateIn(headers);
  return /^"[^"]*"$/.test(entityTag) ? entityTag : undefined;
}

/**
 * Last-Modified, unless it is less than a second older than Date: the resource may have changed again within that
 * second (RFC 9110 §8.8.2.2).
 */
function strongDateIn(headers: HTTPHeaders): string | undefined {
  const lastModified = headers.get('last-modified')?.trim() ?? '';
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(lastModified);
  return age >= 1000 ? lastModified : undefined;
}

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

import type { HTTPHeaders } from '../../message/http-headers.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { URLRequest } from '../../message/url-request.js';
import { contentRange } from './content-range.js';
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
  return statusCode >= 200 && statusCode < 300 ? 'whole' : 'other';
}

function isRest(headers: HTTPHeaders, partial: PartialDownload): boolean {
  const range = contentRange(headers.get('content-range'));
  if (range?.first !== firstByte(partial) || (range.total ?? partial.total) !== partial.total) return false;
  return !isCoded(headers) && !contradicts(headers, partial);
}

function contradicts(headers: HTTPHeaders, { validator }: PartialDownload): boolean {
  const said = headers.get(validator.startsWith('"') ? 'etag' : 'last-modified')?.trim();
  return said !== undefined && said !== validator;
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

import type { StoredResponse } from '../../lib/cache/rules/stored-response.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';

/** When the responses of the rule tables came: the `Date` of a response unless it has another. */
export const CAME = Date.UTC(2026, 11, 1, 12);

/** HTTP-date of so many seconds after {@link CAME}. */
export function dateAfter(seconds: number): string {
  return new Date(CAME + seconds * 1000).toUTCString();
}

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

/** Fields as they came, repeated names apart. */
export function received(fields: Fields): HTTPHeaders {
  return HTTPHeaders.received(
    Array.isArray(fields) ? (fields as [string, string][]) : Object.entries(fields as Record<string, string>),
  );
}

/** A stored response with these fields, to a request that was answered at once. */
export function storedResponse(fields: Fields, parts: Partial<StoredResponse> = {}): StoredResponse {
  return {
    url: 'https://example.com/a',
    statusCode: 200,
    headers: received(fields),
    httpVersion: '1.1',
    requestTime: CAME,
    responseTime: CAME,
    partition: '',
    isForEveryone: false,
    variant: [],
    bodyID: 'id',
    bodyLength: 10,
    isDecoded: false,
    part: undefined,
    isInvalidated: false,
    isInMemoryOnly: false,
    userInfo: undefined,
    ...parts,
  };
}

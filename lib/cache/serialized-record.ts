import { HTTPHeaders } from '../message/http-headers.js';
import type { CacheRecord } from './http-cache-store.js';
import type { StoredPart, StoredResponse } from './rules/stored-response.js';

/** Changes with the form of the text: records of another form are not read. */
const FORM = 1;

/** A record as JSON, for stores that write it down. Throws if `userInfo` has no JSON. */
export function serializedRecord({ version, generation, responses }: CacheRecord): string {
  const stored = responses.map((response) => ({ ...response, headers: [...response.headers] }));
  return JSON.stringify({ form: FORM, version, generation, responses: stored });
}

/** Reads a record back; undefined for anything but a record, such as a torn file or one that was edited by hand. */
export function parsedRecord(text: string): CacheRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value['form'] !== FORM) return undefined;
  const { version, generation, responses } = value;
  if (typeof version !== 'string' || typeof generation !== 'string' || !Array.isArray(responses))
    return undefined;
  const read = responses.map(parsedResponse);
  return read.every((response) => response !== undefined)
    ? { version, generation, responses: read }
    : undefined;
}

function parsedResponse(value: unknown): StoredResponse | undefined {
  if (!isObject(value) || !hasTexts(value) || !hasNumbers(value) || !hasFlags(value)) return undefined;
  const { headers, variant, part, userInfo } = value;
  if (!isListOfPairs(headers) || !isListOfPairs(variant)) return undefined;
  if (part !== undefined && !isPart(part)) return undefined;
  return {
    url: value.url,
    httpVersion: value.httpVersion,
    partition: value.partition,
    bodyID: value.bodyID,
    statusCode: value.statusCode,
    requestTime: value.requestTime,
    responseTime: value.responseTime,
    bodyLength: value.bodyLength,
    isForEveryone: value.isForEveryone,
    isDecoded: value.isDecoded,
    isInvalidated: value.isInvalidated,
    isInMemoryOnly: false,
    headers: HTTPHeaders.received(headers),
    variant,
    part,
    userInfo,
  };
}

type Texts = Pick<StoredResponse, 'url' | 'httpVersion' | 'partition' | 'bodyID'>;
type Numbers = Pick<StoredResponse, 'statusCode' | 'requestTime' | 'responseTime' | 'bodyLength'>;
type Flags = Pick<StoredResponse, 'isForEveryone' | 'isDecoded' | 'isInvalidated'>;
type Fields = Record<string, unknown>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasTexts(value: Fields): value is Fields & Texts {
  const { url, httpVersion, partition, bodyID } = value;
  return (
    typeof url === 'string' &&
    typeof partition === 'string' &&
    ['string', 'undefined'].includes(typeof httpVersion) &&
    ['string', 'undefined'].includes(typeof bodyID)
  );
}

function hasNumbers(value: Fields): value is Fields & Numbers {
  const { statusCode, requestTime, responseTime, bodyLength, bodyID } = value;
  return (
    isWhole(statusCode) &&
    statusCode >= 200 &&
    statusCode <= 999 &&
    isNumber(requestTime) &&
    isNumber(responseTime) &&
    isWhole(bodyLength) &&
    bodyLength > 0 === (bodyID !== undefined)
  );
}

function hasFlags(value: Fields): value is Fields & Flags {
  const { isForEveryone, isDecoded, isInvalidated } = value;
  return [isForEveryone, isDecoded, isInvalidated].every((flag) => typeof flag === 'boolean');
}

function isPart(value: unknown): value is StoredPart {
  if (!isObject(value)) return false;
  const { first, last, total } = value;
  return isWhole(first) && isWhole(last) && first <= last && (total === undefined || isWhole(total));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isWhole(value: unknown): value is number {
  return isNumber(value) && Number.isInteger(value);
}

function isListOfPairs(value: unknown): value is [string, string][] {
  return (
    Array.isArray(value) &&
    value.every(
      (pair: unknown) =>
        Array.isArray(pair) && pair.length === 2 && pair.every((text: unknown) => typeof text === 'string'),
    )
  );
}

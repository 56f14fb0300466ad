import type { HTTPHeaders } from '../../message/http-headers.js';
import { listMembers } from './directives.js';
import { parseHTTPDate } from './http-date.js';
import type { StoredResponse, VariantField } from './stored-response.js';

/** Hashes the value of a field; equal values have equal hashes within one cache. */
export type Digest = (name: string, value: string) => string;

/** Request fields that a `Vary` may name before its responses are not worth storing. */
const MOST_SELECTING_FIELDS = 100;

/** Key of a cache: the URL without its fragment. Undefined for a URL of another scheme than http and https. */
export function cacheKey(url: string): string | undefined {
  if (!url.startsWith('http://') && !url.startsWith('https://')) return undefined;
  const fragment = url.indexOf('#');
  return fragment < 0 ? url : url.slice(0, fragment);
}

/**
 * Names of the request fields that select a response (RFC 9111 §4.1), in lower case, sorted and each once. Undefined
 * if no request but its own can be answered with it: `*` is a member of `Vary`, or there are more than 100 names.
 */
export function selectingFields(headers: HTTPHeaders): readonly string[] | undefined {
  const vary = headers.get('vary');
  if (vary === undefined) return NO_FIELDS;
  const names = [...new Set(listMembers(vary.toLowerCase()))].sort();
  return names.includes('*') || names.length > MOST_SELECTING_FIELDS ? undefined : names;
}

const NO_FIELDS: readonly string[] = [];

/** Hashes of the fields that select a response. */
export function variantOf(
  names: readonly string[],
  requestHeaders: HTTPHeaders,
  digest: Digest,
): readonly VariantField[] {
  return names.map((name) => [name, digest(name, normalized(requestHeaders.values(name)))]);
}

/** Responses that may answer a request with these fields, the most recent first (RFC 9111 §4.1). */
export function selectedResponses(
  stored: readonly StoredResponse[],
  partition: string,
  requestHeaders: HTTPHeaders,
  digest: Digest,
): StoredResponse[] {
  const selected = stored.filter(
    (response) =>
      (response.isForEveryone || response.partition === partition) &&
      response.variant.every(
        ([name, value]) => digest(name, normalized(requestHeaders.values(name))) === value,
      ),
  );
  return selected.length < 2 ? selected : selected.sort((one, other) => dateOf(other) - dateOf(one));
}

/** True if two responses answer the same requests, so that the newer replaces the older. */
export function isSameVariant(one: StoredResponse, other: StoredResponse): boolean {
  return (
    one.isForEveryone === other.isForEveryone &&
    (one.isForEveryone || one.partition === other.partition) &&
    one.variant.length === other.variant.length &&
    one.variant.every(([name, value], index) => {
      const field = other.variant[index];
      return field?.[0] === name && field[1] === value;
    })
  );
}

/** Combines lines, and ignores white space around commas, as RFC 9111 §4.1 allows. */
function normalized(values: readonly string[]): string {
  return values.length === 0 ? 'absent' : `=${listMembers(values.join(',')).join(', ')}`;
}

function dateOf({ headers, responseTime }: StoredResponse): number {
  return parseHTTPDate(headers.get('date'), responseTime) ?? responseTime;
}

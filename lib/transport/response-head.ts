import { AxiosHeaders, type AxiosResponse } from 'axios';
import { HTTPHeaders, type FieldSource } from '../message/http-headers.js';
import { HTTPURLResponse } from '../message/http-url-response.js';
import type { ResponseContent } from './response-content.js';

/** Facts about a response that a platform or an adapter sees beyond axios. */
export interface SeenHead {
  /** The URL that answered, where redirects were followed unseen; undefined: the one that was asked. */
  readonly url?: string | undefined;
  readonly httpVersion?: string | undefined;
  /** True if the body was decoded, or may have been without a `Content-Encoding` that says so. */
  readonly isDecoded?: boolean | undefined;
}

/** Head of an adapter's answer for `url`. */
export function responseHeadOf(
  response: AxiosResponse,
  url: string,
  content: ResponseContent,
  seen: SeenHead = {},
): HTTPURLResponse {
  const headers = headersOf(response.headers);
  return new HTTPURLResponse({
    url: seen.url ?? url,
    statusCode: response.status,
    statusText: textOrNone(response.statusText),
    headers,
    httpVersion: seen.httpVersion ?? httpVersionOf(response.request),
    isDecoded: seen.isDecoded === true || mayBeDecoded(headers, content),
  });
}

function textOrNone(text: unknown): string {
  return typeof text === 'string' ? text : '';
}

/** Headers of a response. Those of axios are read on demand. */
function headersOf(fields: unknown): HTTPHeaders {
  return fields instanceof AxiosHeaders
    ? HTTPHeaders.deferred(new AxiosFields(fields))
    : receivedHeaders(fields);
}

class AxiosFields implements FieldSource {
  readonly #fields: AxiosHeaders;

  constructor(fields: AxiosHeaders) {
    this.#fields = fields;
  }

  values(key: string): string[] {
    return linesOf(this.#fields.get(key));
  }

  [Symbol.iterator](): Iterator<[name: string, value: string]> {
    return pairsOf(this.#fields)[Symbol.iterator]();
  }
}

/** Fields from any of the forms that adapters use; lists, such as those of `set-cookie`, line by line. */
export function receivedHeaders(fields: unknown): HTTPHeaders {
  return HTTPHeaders.received(pairsOf(fields));
}

function pairsOf(fields: unknown): [name: string, value: string][] {
  const pairs: [name: string, value: string][] = [];
  for (const [name, value] of entriesOf(fields)) for (const line of linesOf(value)) pairs.push([name, line]);
  return pairs;
}

function linesOf(value: unknown): string[] {
  const lines = Array.isArray(value) ? (value as unknown[]) : [value];
  return lines.filter(isFieldValue).map(String);
}

function entriesOf(fields: unknown): Iterable<readonly [string, unknown]> {
  if (typeof fields !== 'object' || fields === null) return [];
  return Symbol.iterator in fields ? (fields as Iterable<[string, unknown]>) : Object.entries(fields);
}

/** Axios marks a field that is not there with `false` or `null`. */
function isFieldValue(value: unknown): value is string | number | true {
  return typeof value === 'string' || typeof value === 'number' || value === true;
}

/**
 * Axios removes the `Content-Encoding` of bodies it decodes, and hands over another stream than the message; browsers
 * keep the field. JSON text that was made here has another length than the bytes received.
 */
function mayBeDecoded(headers: HTTPHeaders, content: ResponseContent): boolean {
  switch (content.kind) {
    case 'platformStream':
      return content.stream.isDecoded;
    case 'bytes':
      return content.isReencoded || isEncoded(headers);
    default:
      return isEncoded(headers);
  }
}

function isEncoded(headers: HTTPHeaders): boolean {
  return !['', 'identity'].includes(headers.get('content-encoding')?.trim().toLowerCase() ?? '');
}

/** A `ClientRequest` of Node knows the message that answered it. */
function httpVersionOf(request: unknown): string | undefined {
  const { res } = (request ?? {}) as { res?: { httpVersion?: unknown } | null };
  return typeof res?.httpVersion === 'string' ? res.httpVersion : undefined;
}

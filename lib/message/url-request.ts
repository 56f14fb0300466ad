import { bytesOfSource, type BufferSource } from './body-bytes.js';
import { isInstance } from './brand.js';
import { HTTPHeaders, type HTTPHeadersInit } from './http-headers.js';
import { normalizedMethod, type HTTPMethod } from './http-method.js';
import { INSPECT, inspected, shownBody, shownFields, type Inspect } from './inspection.js';
import { ownFields } from './option-bag.js';
import { printableURL, urlText, type URLConvertible } from './url-convertible.js';

const BRAND = Symbol.for('rxsession.URLRequest');

/** Use of the cache for a request (Foundation's `URLRequest.CachePolicy`). */
export type CachePolicy =
  | 'useProtocolCachePolicy'
  | 'reloadIgnoringLocalCacheData'
  | 'reloadRevalidatingCacheData'
  | 'returnCacheDataElseLoad'
  | 'returnCacheDataDontLoad';

/** A body in memory. Text is sent as UTF-8. */
export type HTTPBody = Uint8Array | string;

/** Fields of a {@link URLRequest} beside its URL. */
export interface URLRequestInit {
  /** Default: `GET`. */
  method?: HTTPMethod | undefined;
  /** Fields of this request alone; those of the session are joined when it is sent. Default: none. */
  headers?: HTTPHeadersInit | undefined;
  /** Text as UTF-8, a view or buffer as exactly its bytes. Default: none. */
  body?: string | BufferSource | undefined;
  /** Longest silence in milliseconds, after which the request fails as `timedOut`. Default: that of the session. */
  timeoutInterval?: number | undefined;
  /** Default: that of the session. */
  cachePolicy?: CachePolicy | undefined;
}

/**
 * A request as an immutable, frozen value (Foundation's `URLRequest`); `with` returns a changed copy.
 *
 * The constructor throws a `SessionError` of kind `invalidURL` for text that is no URL, and checks headers as
 * {@link HTTPHeaders} does. Thrown inside a convertible, an adapter or an encoder, both arrive in the response.
 *
 * @example
 * const request = new URLRequest('https://api.example.com/users', { method: 'POST', body: '{}' });
 * const traced = request.with({ headers: request.headers.set('X-Trace', '17') });
 */
export class URLRequest {
  /** URL as text, normalised if it is absolute. */
  readonly url: string;
  /** The usual methods are in capitals. */
  readonly method: HTTPMethod;
  /** Fields of this request alone, without those of the session. */
  readonly headers: HTTPHeaders;
  /** Body in memory. Uploads have theirs elsewhere. */
  readonly body: HTTPBody | undefined;
  /** Longest silence in milliseconds. Undefined: that of the session. */
  readonly timeoutInterval: number | undefined;
  /** Use of the cache. */
  readonly cachePolicy: CachePolicy;
  readonly #hasCachePolicy: boolean;

  constructor(url: URLConvertible, init?: URLRequestInit) {
    const fields = init instanceof OwnFields ? init : ownFields(init);
    this.url = urlText(url);
    this.method = normalizedMethod(fields.method ?? 'GET');
    this.headers = HTTPHeaders.from(fields.headers);
    this.body = bodyOf(fields.body);
    this.timeoutInterval = fields.timeoutInterval;
    this.cachePolicy = fields.cachePolicy ?? 'useProtocolCachePolicy';
    this.#hasCachePolicy = fields.cachePolicy !== undefined;
    Object.freeze(this);
  }

  /**
   * False if the policy is that of the session.
   *
   * @internal
   */
  get hasCachePolicy(): boolean {
    return this.#hasCachePolicy;
  }

  /** True for requests of this class, also those of another copy of the package. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, URLRequest, BRAND, value);
  }

  /** Returns a copy with these fields changed. A field given as `undefined` gets its default; the URL stays. */
  with(changes: URLRequestInit & { url?: URLConvertible | undefined }): URLRequest {
    const fields: OwnFields = Object.assign(new OwnFields(this), changes);
    return new URLRequest(fields.url ?? this.url, fields);
  }

  /** Method and URL, without userinfo. */
  toString(): string {
    return `${this.method} ${printableURL(this.url)}`;
  }

  /** The request as plain JSON for logs: built-in secret fields and userinfo are redacted, the body is a length. */
  toJSON(): object {
    const { method, url, headers, body, timeoutInterval, cachePolicy } = this;
    const shown = { headers: shownFields(headers), body: shownBody(body), timeoutInterval, cachePolicy };
    return { method, url: printableURL(url), ...shown };
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect: Inspect): string {
    return inspected('URLRequest', this.toJSON(), options, inspect);
  }

  /** @internal Recognised across copies of the package. */
  get [BRAND](): true {
    return true;
  }
}

/** Values that are no body are kept for the check of the URLRequest. */
function bodyOf(body: string | BufferSource | undefined): HTTPBody | undefined {
  return body === undefined || typeof body === 'string' ? body : (bytesOfSource(body) ?? (body as HTTPBody));
}

/** Fields of a request as own properties, so that none is read from a prototype. */
class OwnFields implements URLRequestInit {
  url: URLConvertible | undefined;
  method: HTTPMethod | undefined;
  headers: HTTPHeadersInit | undefined;
  body: string | BufferSource | undefined;
  timeoutInterval: number | undefined;
  cachePolicy: CachePolicy | undefined;

  constructor(request: URLRequest) {
    this.url = request.url;
    this.method = request.method;
    this.headers = request.headers;
    this.body = request.body;
    this.timeoutInterval = request.timeoutInterval;
    this.cachePolicy = request.hasCachePolicy ? request.cachePolicy : undefined;
  }
}

/** A source of URLRequests, asked anew for each attempt (Alamofire's `URLRequestConvertible`). */
export type URLRequestConvertible = URLRequest | { asURLRequest(): URLRequest };

/** The URLRequest of a convertible. Exceptions of `asURLRequest` pass through. */
export function urlRequestOf(convertible: URLRequestConvertible): URLRequest {
  const request = convertible instanceof URLRequest ? convertible : convertible.asURLRequest();
  return request instanceof URLRequest ? ownURLRequest(request) : request;
}

/** The request itself, or that of another copy of the package as one of this. */
export function ownURLRequest(request: URLRequest): URLRequest {
  return Object.prototype.isPrototypeOf.call(URLRequest.prototype, request)
    ? request
    : new URLRequest(request.url, new OwnFields(request));
}

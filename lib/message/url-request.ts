import { HTTPHeaders, type HTTPHeadersInit } from './http-headers.js';
import { normalizedMethod, type HTTPMethod } from './http-method.js';
import { ownFields } from './option-bag.js';
import { urlText, type URLConvertible } from './url-convertible.js';

/** How a cache may be used for a request (Foundation's `URLRequest.CachePolicy`). */
export type CachePolicy =
  | 'useProtocolCachePolicy'
  | 'reloadIgnoringLocalCacheData'
  | 'reloadRevalidatingCacheData'
  | 'returnCacheDataElseLoad'
  | 'returnCacheDataDontLoad';

/** A body that is held in memory; text is sent as UTF-8. */
export type HTTPBody = Uint8Array | string;

/** Everything but the URL; what is left out has its default. */
export interface URLRequestInit {
  /** `GET` unless given. */
  method?: HTTPMethod | undefined;
  headers?: HTTPHeadersInit | undefined;
  body?: HTTPBody | undefined;
  /** Milliseconds of silence after which the request times out; the session's unless given. */
  timeoutInterval?: number | undefined;
  cachePolicy?: CachePolicy | undefined;
}

/**
 * What is to be asked of a server, as an immutable value (Foundation's `URLRequest`).
 *
 * Text that is no URL makes the constructor throw a `SessionError` of kind `invalidURL`; headers are
 * checked as in {@link HTTPHeaders}. Inside a request (a convertible, an adapter, an encoder) both errors
 * arrive in its response.
 *
 * @example
 * const request = new URLRequest('https://api.example.com/users', { method: 'POST', body: '{}' });
 * const traced = request.with({ headers: request.headers.set('X-Trace', '17') });
 */
export class URLRequest {
  /** The URL as text, normalised when it is absolute. */
  readonly url: string;
  readonly method: HTTPMethod;
  readonly headers: HTTPHeaders;
  readonly body: HTTPBody | undefined;
  readonly timeoutInterval: number | undefined;
  readonly cachePolicy: CachePolicy;
  readonly #hasCachePolicy: boolean;

  constructor(url: URLConvertible, init?: URLRequestInit) {
    const fields = init instanceof OwnFields ? init : ownFields(init);
    this.url = urlText(url);
    this.method = normalizedMethod(fields.method ?? 'GET');
    this.headers = HTTPHeaders.from(fields.headers);
    this.body = fields.body;
    this.timeoutInterval = fields.timeoutInterval;
    this.cachePolicy = fields.cachePolicy ?? 'useProtocolCachePolicy';
    this.#hasCachePolicy = fields.cachePolicy !== undefined;
  }

  /**
   * False if the policy is that of the session.
   *
   * @internal
   */
  get hasCachePolicy(): boolean {
    return this.#hasCachePolicy;
  }

  /** A copy with these fields changed; a field given as `undefined` returns to its default, the URL stays. */
  with(changes: URLRequestInit & { url?: URLConvertible | undefined }): URLRequest {
    const fields: OwnFields = Object.assign(new OwnFields(this), changes);
    return new URLRequest(fields.url ?? this.url, fields);
  }

  toString(): string {
    return `${this.method} ${this.url}`;
  }
}

/** Every field as one of its own, so that none is read of a prototype. */
class OwnFields implements URLRequestInit {
  url: URLConvertible | undefined;
  method: HTTPMethod | undefined;
  headers: HTTPHeadersInit | undefined;
  body: HTTPBody | undefined;
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

/** What a URLRequest can be made of, anew for each attempt (Alamofire's `URLRequestConvertible`). */
export type URLRequestConvertible = URLRequest | { asURLRequest(): URLRequest };

/** The URLRequest of a convertible; whatever `asURLRequest` throws passes through. */
export function urlRequestOf(convertible: URLRequestConvertible): URLRequest {
  return convertible instanceof URLRequest ? convertible : convertible.asURLRequest();
}

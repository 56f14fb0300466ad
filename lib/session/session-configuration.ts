import type { CredentialProvider } from '../transport/credential-provider.js';
import type { HTTPCookieAcceptPolicy, HTTPCookieStorage } from '../transport/http-cookie-storage.js';
import type { URLCaching } from '../transport/url-caching.js';
import type { CachePolicy } from '../message/url-request.js';
import { cachePolicy } from './request-options.js';
import { HTTPHeaders, type HTTPHeadersInit } from '../message/http-headers.js';
import { amount, flag, having, list, oneOf, OptionBag, someObject } from '../message/option-bag.js';
import { parsedURL } from '../message/parsed-url.js';
import { secretHeadersWith } from '../message/secret-headers.js';

/** Values of a {@link SessionConfiguration}. */
export interface SessionConfigurationInit {
  /** Sent with every request that has none of the same name; `HTTPHeaders.default` unless given. */
  headers?: HTTPHeadersInit | undefined;
  /** Milliseconds without a byte after which a request times out; 60 000 unless given. */
  timeoutIntervalForRequest?: number | undefined;
  /** Milliseconds that the whole exchange may take, redirects and retries included; 7 days unless given. */
  timeoutIntervalForResource?: number | undefined;
  /** Milliseconds until a connection must stand; 10 000 unless given. Node. */
  connectTimeout?: number | undefined;
  /** Decoded bytes of a body that is held in memory; 256 MiB unless given. */
  maximumResponseBodySize?: number | undefined;
  /**
   * Headers that never cross an origin and appear in no error, log or cURL text, beyond `Authorization`,
   * `Proxy-Authorization`, `Cookie` and `Set-Cookie`.
   */
  secretHeaders?: Iterable<string> | undefined;
  /**
   * Answers the challenges of servers for requests that have no credential of their own; none unless given. See
   * `URLCredentialStorage`.
   */
  credentialStorage?: CredentialProvider | undefined;
  /**
   * Keeps cookies, as `CookieJar` of `rxsession/node` does; none are kept unless given. Browsers keep their own: there
   * a session with one throws a `SessionError` of kind `unsupported`.
   */
  cookieStorage?: HTTPCookieStorage | undefined;
  /**
   * Answers requests with stored responses, as `URLCache` of `rxsession/node` does; nothing is stored unless given.
   * Browsers have a cache of their own: there each request of a session with one fails as `unsupported`.
   */
  urlCache?: URLCaching | undefined;
  /** Use of caches for requests that do not say; `'useProtocolCachePolicy'` unless given. */
  requestCachePolicy?: CachePolicy | undefined;
  /** Adds the cookies of the `cookieStorage` to messages. Default: true. */
  httpShouldSetCookies?: boolean | undefined;
  /** Stores cookies that responses set in the `cookieStorage`. Default: `'always'`. */
  httpCookieAcceptPolicy?: HTTPCookieAcceptPolicy | undefined;
  /**
   * Base of relative URLs (RFC 3986 §5), such as `https://api.example.com/v2/`. Without one a relative URL fails as
   * `invalidURL`. A caller's axios instance resolves them by its own `baseURL` unless this is given.
   */
  baseURL?: string | URL | undefined;
  /** Redirects that are followed for one task; 20 unless given. */
  maximumRedirects?: number | undefined;
  /** Connections to one host at the same time; 128 unless given. Node. */
  httpMaximumConnectionsPerHost?: number | undefined;
}

/**
 * Behaviour of a session, copied when it is created and immutable from then on (Foundation's
 * `URLSessionConfiguration`). Throws a TypeError that names an unknown option or a wrong value, and a `SessionError`
 * for an invalid header. A `Session` that is given the values themselves throws nothing: its requests fail with the
 * reason.
 */
export class SessionConfiguration {
  /** Header fields of every request. */
  readonly headers: HTTPHeaders;
  /** Longest silence, in milliseconds. */
  readonly timeoutIntervalForRequest: number;
  /** Longest duration of an exchange, in milliseconds. */
  readonly timeoutIntervalForResource: number;
  /** Longest wait for a connection, in milliseconds. */
  readonly connectTimeout: number;
  /** Largest body held in memory, in decoded bytes. */
  readonly maximumResponseBodySize: number;
  /** In lower case, the built-in ones included. */
  readonly secretHeaders: ReadonlySet<string>;
  /** Answers challenges of requests without a credential of their own. */
  readonly credentialStorage: CredentialProvider | undefined;
  /** Storage of cookies. */
  readonly cookieStorage: HTTPCookieStorage | undefined;
  /** Cache of responses. */
  readonly urlCache: URLCaching | undefined;
  /** Cache policy of requests without one of their own. */
  readonly requestCachePolicy: CachePolicy;
  /** Adds stored cookies to messages. */
  readonly httpShouldSetCookies: boolean;
  /** Stores cookies that responses set. */
  readonly httpCookieAcceptPolicy: HTTPCookieAcceptPolicy;
  /** Absolute base of relative URLs; undefined if there is none. */
  readonly baseURL: string | undefined;
  /** Most redirects that one task follows. */
  readonly maximumRedirects: number;
  /** Most connections to one host at the same time. */
  readonly httpMaximumConnectionsPerHost: number;

  constructor(given?: SessionConfigurationInit) {
    const init = CONFIGURATION.read(given);
    this.baseURL = baseOf(init.baseURL);
    this.headers = init.headers === undefined ? HTTPHeaders.default : new HTTPHeaders(init.headers);
    this.timeoutIntervalForRequest = amountOf(init, 'timeoutIntervalForRequest', 60_000);
    this.timeoutIntervalForResource = amountOf(init, 'timeoutIntervalForResource', 7 * 24 * 3_600_000);
    this.connectTimeout = amountOf(init, 'connectTimeout', 10_000);
    this.maximumResponseBodySize = amountOf(init, 'maximumResponseBodySize', 256 * 1024 * 1024);
    this.secretHeaders = secretHeadersWith(init.secretHeaders);
    this.credentialStorage = init.credentialStorage;
    this.cookieStorage = init.cookieStorage;
    this.urlCache = init.urlCache;
    this.requestCachePolicy = init.requestCachePolicy ?? 'useProtocolCachePolicy';
    this.httpShouldSetCookies = init.httpShouldSetCookies ?? true;
    this.httpCookieAcceptPolicy = init.httpCookieAcceptPolicy ?? 'always';
    this.maximumRedirects = amountOf(init, 'maximumRedirects', 20);
    this.httpMaximumConnectionsPerHost = amountOf(init, 'httpMaximumConnectionsPerHost', 128);
    Object.freeze(this);
  }
}

type Amount = {
  [Name in keyof SessionConfigurationInit]-?: SessionConfigurationInit[Name] extends number | undefined
    ? Name
    : never;
}[keyof SessionConfigurationInit];

function amountOf(init: SessionConfigurationInit, name: Amount, otherwise: number): number {
  return init[name] ?? otherwise;
}

function baseOf(given: string | URL | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = parsedURL(String(given));
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href;
  throw new TypeError('session configuration: "baseURL" is no absolute http or https URL');
}

/** Reader of {@link SessionConfigurationInit}. */
const CONFIGURATION = /* @__PURE__ */ new OptionBag<SessionConfigurationInit>('session configuration', {
  headers: someObject,
  timeoutIntervalForRequest: amount,
  timeoutIntervalForResource: amount,
  connectTimeout: amount,
  maximumResponseBodySize: amount,
  secretHeaders: list,
  credentialStorage: having('a credential storage', 'defaultCredential'),
  cookieStorage: having('a cookie storage', 'cookieString'),
  urlCache: having('a URLCache', 'transportOver'),
  requestCachePolicy: cachePolicy,
  httpShouldSetCookies: flag,
  httpCookieAcceptPolicy: oneOf('always', 'never'),
  baseURL: { wanted: 'text or a URL', accepts: (value) => typeof value === 'string' || value instanceof URL },
  maximumRedirects: amount,
  httpMaximumConnectionsPerHost: amount,
});

import type { CredentialProvider } from '../transport/credential-provider.js';
import type { HTTPCookieAcceptPolicy, HTTPCookieStorage } from '../transport/http-cookie-storage.js';
import { HTTPHeaders, type HTTPHeadersInit } from '../message/http-headers.js';
import { secretHeadersWith } from '../message/secret-headers.js';

/** What a {@link SessionConfiguration} is made of; what is left out has its default. */
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
  /** Whether messages take along what the `cookieStorage` has for them; true unless given. */
  httpShouldSetCookies?: boolean | undefined;
  /** Whether the `cookieStorage` is told what responses set; `'always'` unless given. */
  httpCookieAcceptPolicy?: HTTPCookieAcceptPolicy | undefined;
  /** Redirects that are followed for one task; 20 unless given. */
  maximumRedirects?: number | undefined;
  /** Connections to one host at the same time; 128 unless given. Node. */
  httpMaximumConnectionsPerHost?: number | undefined;
}

/**
 * How a session behaves, copied when it is made and unchangeable from then on (Foundation's
 * `URLSessionConfiguration`). A number that is none or negative throws a `RangeError`, an invalid header a
 * `SessionError`: there is no request yet whose response could tell.
 */
export class SessionConfiguration {
  readonly headers: HTTPHeaders;
  readonly timeoutIntervalForRequest: number;
  readonly timeoutIntervalForResource: number;
  readonly connectTimeout: number;
  readonly maximumResponseBodySize: number;
  /** In lower case, the built-in ones included. */
  readonly secretHeaders: ReadonlySet<string>;
  readonly credentialStorage: CredentialProvider | undefined;
  readonly cookieStorage: HTTPCookieStorage | undefined;
  readonly httpShouldSetCookies: boolean;
  readonly httpCookieAcceptPolicy: HTTPCookieAcceptPolicy;
  readonly maximumRedirects: number;
  readonly httpMaximumConnectionsPerHost: number;

  constructor(init: SessionConfigurationInit = {}) {
    this.headers = init.headers === undefined ? HTTPHeaders.default : new HTTPHeaders(init.headers);
    this.timeoutIntervalForRequest = amount(init, 'timeoutIntervalForRequest', 60_000);
    this.timeoutIntervalForResource = amount(init, 'timeoutIntervalForResource', 7 * 24 * 3_600_000);
    this.connectTimeout = amount(init, 'connectTimeout', 10_000);
    this.maximumResponseBodySize = amount(init, 'maximumResponseBodySize', 256 * 1024 * 1024);
    this.secretHeaders = secretHeadersWith(init.secretHeaders);
    this.credentialStorage = init.credentialStorage;
    this.cookieStorage = init.cookieStorage;
    this.httpShouldSetCookies = init.httpShouldSetCookies ?? true;
    this.httpCookieAcceptPolicy = init.httpCookieAcceptPolicy ?? 'always';
    this.maximumRedirects = amount(init, 'maximumRedirects', 20);
    this.httpMaximumConnectionsPerHost = amount(init, 'httpMaximumConnectionsPerHost', 128);
    Object.freeze(this);
  }
}

type Amount = {
  [Name in keyof SessionConfigurationInit]-?: SessionConfigurationInit[Name] extends number | undefined
    ? Name
    : never;
}[keyof SessionConfigurationInit];

function amount(init: SessionConfigurationInit, name: Amount, otherwise: number): number {
  const given = init[name] ?? otherwise;
  if (!(given >= 0)) throw new RangeError(`${name} is ${String(given)}, and must not be negative.`);
  return given;
}

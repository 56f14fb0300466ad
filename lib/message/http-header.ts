import { HTTPHeaders } from './http-headers.js';

/** Header field, as {@link HTTPHeaders} takes it. */
export type HTTPHeaderField = readonly [name: string, value: string];

/**
 * The usual header fields by name (Alamofire's `HTTPHeader`).
 *
 * @example
 * new HTTPHeaders([HTTPHeader.accept('application/json'), HTTPHeader.authorization({ bearerToken })]);
 */
export const HTTPHeader = /* @__PURE__ */ Object.freeze({
  /** `Accept`. */
  accept: /* @__PURE__ */ field('Accept'),
  /** `Accept-Charset`. */
  acceptCharset: /* @__PURE__ */ field('Accept-Charset'),
  /** `Accept-Encoding`. */
  acceptEncoding: /* @__PURE__ */ field('Accept-Encoding'),
  /** `Accept-Language`. */
  acceptLanguage: /* @__PURE__ */ field('Accept-Language'),
  /** `Content-Disposition`. */
  contentDisposition: /* @__PURE__ */ field('Content-Disposition'),
  /** `Content-Encoding`. */
  contentEncoding: /* @__PURE__ */ field('Content-Encoding'),
  /** `Content-Type`. */
  contentType: /* @__PURE__ */ field('Content-Type'),
  /** `User-Agent`. */
  userAgent: /* @__PURE__ */ field('User-Agent'),

  /** `Authorization`: a value as it is, a bearer token, or Basic credentials (RFC 7617, in UTF-8). */
  authorization(
    value: string | { bearerToken: string } | { username: string; password: string },
  ): HTTPHeaderField {
    if (typeof value === 'string') return ['Authorization', value];
    if ('bearerToken' in value) return ['Authorization', `Bearer ${value.bearerToken}`];
    return ['Authorization', basicAuthorization(value)];
  },

  /** The `Accept-Encoding` of this runtime; undefined in browsers. */
  get defaultAcceptEncoding(): HTTPHeaderField | undefined {
    return defaultField('Accept-Encoding');
  },
  /** The `Accept-Language` of this runtime; undefined in browsers. */
  get defaultAcceptLanguage(): HTTPHeaderField | undefined {
    return defaultField('Accept-Language');
  },
  /** The `User-Agent` of this package; undefined in browsers. */
  get defaultUserAgent(): HTTPHeaderField | undefined {
    return defaultField('User-Agent');
  },
});

function field(name: string): (value: string) => HTTPHeaderField {
  return (value) => [name, value];
}

function defaultField(name: string): HTTPHeaderField | undefined {
  const value = HTTPHeaders.default.get(name);
  return value === undefined ? undefined : [name, value];
}

/** Value of an `Authorization` with Basic credentials. */
export function basicAuthorization(credential: { username: string; password: string }): string {
  const bytes = new TextEncoder().encode(`${credential.username}:${credential.password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

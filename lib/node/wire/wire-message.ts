import axios, { type InternalAxiosRequestConfig } from 'axios';
import { SessionError } from '../../errors/session-error.js';
import { parsedURL } from '../../message/parsed-url.js';
import type { URLRequest } from '../../message/url-request.js';
import { FieldBlockBuilder, fieldBlockOf, wireMethod, wirePath, type WireMessage } from './request-head.js';

/**
 * The message of a URLRequest.
 *
 * @throws SessionError for one that cannot be sent.
 */
export function messageOf({ url, method, headers }: URLRequest): WireMessage {
  const { origin, path, authorization } = targetOf(url);
  const fields = fieldBlockOf(headers);
  const isAuthorized = authorization === undefined || headers.has('authorization');
  return {
    origin,
    path: wirePath(path, url),
    method: wireMethod(method),
    fields,
    authorization: isAuthorized ? undefined : authorization,
    isDecoded: true,
  };
}

/**
 * The message that a config of axios asks for.
 *
 * @throws SessionError for one that cannot be sent.
 */
export function messageOfConfig(config: InternalAxiosRequestConfig): WireMessage {
  refuseUnsupported(config);
  const url = urlOf(config);
  const fields = new FieldBlockBuilder();
  let isAuthorized = false;
  for (const [name, value] of fieldsOf(config.headers)) {
    const isAuthorization = name.toLowerCase() === 'authorization';
    if (isAuthorization && config.auth !== undefined) continue;
    fields.add(name, value);
    isAuthorized ||= isAuthorization;
  }
  return {
    origin: url.origin,
    path: wirePath(`${url.pathname}${url.search}`, url.href),
    method: wireMethod(config.method ?? 'GET'),
    fields,
    authorization: isAuthorized ? undefined : basicAuthorization(config, url),
    isDecoded: config.decompress !== false,
  };
}

/** Options that decide where a message goes or how it is read, and that the session's own connections do not know. */
const UNSUPPORTED = [
  'lookup',
  'socketPath',
  'transport',
  'httpAgent',
  'httpsAgent',
  'insecureHTTPParser',
  'proxy',
];

function refuseUnsupported(config: InternalAxiosRequestConfig): void {
  const given = new Map(Object.entries(config));
  const option = UNSUPPORTED.find((name) => Boolean(given.get(name)));
  if (option === undefined) return;
  throw new SessionError({ kind: 'unsupported', feature: `the axios option "${option}"` });
}

interface Target {
  readonly origin: string;
  readonly path: string;
  /** The credentials of the URL. */
  readonly authorization: string | undefined;
}

/** The URL of a URLRequest is normalised, so its parts are found without parsing it again. */
function targetOf(url: string): Target {
  const start = url.startsWith('http://') ? 7 : url.startsWith('https://') ? 8 : undefined;
  const end = start === undefined ? -1 : url.indexOf('/', start);
  if (end < 0) throw parsedURL(url) === undefined ? invalidURL(url) : unsupportedURL();
  const origin = url.slice(0, end);
  if (origin.includes('@')) return parsedTarget(new URL(url));
  const fragment = url.indexOf('#', end);
  return { origin, path: url.slice(end, fragment < 0 ? undefined : fragment), authorization: undefined };
}

function parsedTarget(url: URL): Target {
  const { origin, pathname, search } = url;
  return { origin, path: `${pathname}${search}`, authorization: basicAuthorization({}, url) };
}

function urlOf(config: InternalAxiosRequestConfig): URL {
  const text =
    config.baseURL === undefined && config.params === undefined ? config.url : axios.getUri(config);
  const url = parsedURL(text ?? '');
  if (url === undefined) throw invalidURL(text ?? '');
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw unsupportedURL();
}

/** Fields one line each. One that is `null` or `false` is left out, as axios has it. */
function* fieldsOf(given: InternalAxiosRequestConfig['headers']): Generator<[name: string, value: string]> {
  for (const name of Object.keys(given)) {
    const value: unknown = given[name];
    if (value === undefined || value === null || value === false) continue;
    for (const line of Array.isArray(value) ? (value as unknown[]) : [value]) {
      yield [name, typeof line === 'string' ? line : `${line as number | true}`];
    }
  }
}

/** Basic credentials of `auth`, else of the URL. */
function basicAuthorization(
  { auth }: Pick<InternalAxiosRequestConfig, 'auth'>,
  { username, password }: URL,
): string | undefined {
  if (auth === undefined && username === '' && password === '') return undefined;
  const { username: user, password: secret }: Partial<NonNullable<typeof auth>> = auth ?? {};
  const bytes = [
    user === undefined ? percentDecoded(username) : Buffer.from(user),
    COLON,
    secret === undefined ? percentDecoded(password) : Buffer.from(secret),
  ];
  return `Basic ${Buffer.concat(bytes).toString('base64')}`;
}

const COLON = Buffer.from(':');

/** Bytes of userinfo, which is ASCII (URL standard, "percent-decode"). A `%` that begins no escape stands for itself. */
function percentDecoded(userInfo: string): Buffer {
  const unit = (_: string, digits: string): string => String.fromCharCode(parseInt(digits, 16));
  return Buffer.from(userInfo.replace(/%([0-9a-f]{2})/gi, unit), 'latin1');
}

function invalidURL(url: string): SessionError {
  return new SessionError({ kind: 'invalidURL', url });
}

function unsupportedURL(): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
}

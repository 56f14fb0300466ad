import axios, { type InternalAxiosRequestConfig } from 'axios';
import { SessionError } from '../../errors/session-error.js';
import type { WireMessage } from './wire-message.js';
import { parsedURL } from '../../message/parsed-url.js';

/** The message that a config of axios asks for; throws a `SessionError` for one that cannot be sent. */
export function wireMessage(config: InternalAxiosRequestConfig, timeout: number): WireMessage {
  const url = urlOf(config);
  const { headers, contentLength, hasAuthorization } = fieldsOf(config.headers);
  const authorization = hasAuthorization ? undefined : basicAuthorization(config, url);
  if (authorization !== undefined) headers.push('authorization', authorization);
  return {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: methodOf(config.method),
    headers,
    contentLength,
    isDecoded: config.decompress !== false,
    timeout,
  };
}

function urlOf(config: InternalAxiosRequestConfig): URL {
  const text =
    config.baseURL === undefined && config.params === undefined ? config.url : axios.getUri(config);
  const url = parsedURL(text ?? '');
  if (url === undefined) throw invalidURL(text ?? '');
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw unsupportedURL();
}

export function invalidURL(url: string): SessionError {
  return new SessionError({ kind: 'invalidURL', url });
}

/** Of another scheme than http and https. */
export function unsupportedURL(): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code: 'unsupportedURL' });
}

/** Axios writes methods in small letters, and HTTP knows none that is. */
export function methodOf(given = 'GET'): string {
  const method = given === given.toLowerCase() ? given.toUpperCase() : given;
  if (method === 'CONNECT') throw new SessionError({ kind: 'unsupported', feature: 'the method CONNECT' });
  return method;
}

interface Fields {
  readonly headers: string[];
  contentLength: string | undefined;
  hasAuthorization: boolean;
}

/** A field that is `null` or `false` is one that axios was told to leave out. */
function fieldsOf(given: InternalAxiosRequestConfig['headers']): Fields {
  const fields: Fields = { headers: [], contentLength: undefined, hasAuthorization: false };
  for (const name of Object.keys(given)) {
    const value: unknown = given[name];
    if (value === undefined || value === null || value === false) continue;
    for (const line of Array.isArray(value) ? (value as unknown[]) : [value]) {
      addField(fields, name, typeof line === 'string' ? line : `${line as number | true}`);
    }
  }
  return fields;
}

function addField(fields: Fields, name: string, value: string): void {
  switch (name.length === 13 || name.length === 14 ? name.toLowerCase() : '') {
    case 'content-length':
      fields.contentLength = value;
      return;
    case 'authorization':
      fields.hasAuthorization = true;
      break;
    default:
  }
  fields.headers.push(name, value);
}

/** What `auth` or the URL say of a user, as axios has it. */
export function basicAuthorization(
  { auth }: Pick<InternalAxiosRequestConfig, 'auth'>,
  url: URL,
): string | undefined {
  const username = auth?.username ?? decodeURIComponent(url.username);
  const password = auth?.password ?? decodeURIComponent(url.password);
  if (auth === undefined && username === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

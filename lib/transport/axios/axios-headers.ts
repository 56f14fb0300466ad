import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import type { HTTPHeaders } from '../../message/http-headers.js';

/** The fields of a request as real `AxiosHeaders`; they were checked when they were given. */
export function axiosHeadersOf(fields: HTTPHeaders): AxiosHeaders {
  const headers = new AxiosHeaders();
  fields.forEach((value, name) => {
    if (name in headers) headers.set(name, value);
    else headers[name] = value;
  });
  return headers;
}

/** Fields that speak of one message or connection, and say nothing about the next hop. */
const OF_ONE_MESSAGE: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'expect',
  'host',
  'origin',
  'referer',
]);

/** Names, in lower case, of fields that were sent with another value than the request has, or without one of its own. */
export function changedFields(sent: InternalAxiosRequestConfig, asked: HTTPHeaders): string[] {
  const names = Object.entries(sent.headers.toJSON())
    .filter(([name, value]) => asked.get(name) !== value && !OF_ONE_MESSAGE.has(name.toLowerCase()))
    .map(([name]) => name.toLowerCase());
  return sent.auth === undefined ? names : [...names, 'authorization'];
}

/** Fields that an instance, by its defaults and interceptors, added to a request when it was sent. */
export function addedFields(
  sent: InternalAxiosRequestConfig['headers'],
  asked: HTTPHeaders,
): [name: string, value: string][] {
  return Object.entries(sent.toJSON()).filter(
    (field): field is [string, string] =>
      typeof field[1] === 'string' && !asked.has(field[0]) && !OF_ONE_MESSAGE.has(field[0].toLowerCase()),
  );
}

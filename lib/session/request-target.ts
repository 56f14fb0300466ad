import type { Transport } from '../transport/transport.js';
import { withForm } from '../encoding/default-form.js';
import { encoderFailure } from '../encoding/parameter-value-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import { absoluteURLText, urlText, type URLConvertible } from '../message/url-convertible.js';
import { URLRequest, urlRequestOf, type URLRequestConvertible } from '../message/url-request.js';
import type { RequestOptions } from './request-options.js';

/** Target of a request: a URL with options, or a maker of the whole URLRequest. */
export type RequestTarget = URLConvertible | URLRequestConvertible;

/** Bases of relative URLs. */
export interface URLBase {
  readonly transport: Transport;
  readonly configuration: { readonly baseURL: string | undefined };
}

/** Makes the URLRequest of an attempt. An exception is the failure of the attempt. */
export function makeURLRequest(
  target: RequestTarget,
  options: Readonly<RequestOptions>,
  base: URLBase,
  defaultMethod: HTTPMethod,
): URLRequest {
  const { method = defaultMethod, headers, requestModifier, timeout, cachePolicy } = options;
  if (isURLRequestConvertible(target)) return timed(resolved(urlRequestOf(target), base), timeout);
  const url = absolute(urlText(target), base);
  const init = { method, headers, timeoutInterval: timeout, cachePolicy };
  const request = encoded(new URLRequest(url, init), options);
  return requestModifier?.(request) ?? request;
}

/** True for a URL object that names a file. Text never does, since it may come from anywhere. */
export function isFileURL(target: RequestTarget): boolean {
  return target instanceof URL && target.protocol === 'file:';
}

export function isURLRequestConvertible(target: unknown): target is URLRequestConvertible {
  if (typeof target !== 'object' || target === null) return false;
  return target instanceof URLRequest || 'asURLRequest' in target;
}

function timed(request: URLRequest, timeout: number | undefined): URLRequest {
  return timeout === undefined ? request : request.with({ timeoutInterval: timeout });
}

function resolved(request: URLRequest, base: URLBase): URLRequest {
  const url = absolute(request.url, base);
  return url === request.url ? request : request.with({ url });
}

/** Completes a relative URL: by the configuration's `baseURL`, else as the transport does. */
function absolute(url: string, { configuration: { baseURL }, transport }: URLBase): string {
  if (absoluteURLText(url) !== undefined) return url;
  if (baseURL !== undefined) return urlText(url, baseURL);
  if (transport.absoluteURL !== undefined) return transport.absoluteURL(url) ?? url;
  return urlText(url, transport.baseURL);
}

function encoded(request: URLRequest, { parameters, encoder }: Readonly<RequestOptions>): URLRequest {
  if (parameters === undefined) return request;
  try {
    return encoder === undefined ? withForm(parameters, request) : encoder.encode(parameters, request);
  } catch (error) {
    throw encoderFailure(error);
  }
}

import type { Transport } from '../transport/transport.js';
import { withForm } from '../encoding/default-form.js';
import { encoderFailure } from '../encoding/parameter-value-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import { absoluteURLText, urlText, type URLConvertible } from '../message/url-convertible.js';
import { URLRequest, urlRequestOf, type URLRequestConvertible } from '../message/url-request.js';
import type { RequestOptions } from './request-options.js';

/** Where a request goes: a URL with options, or something that makes the whole URLRequest. */
export type RequestTarget = URLConvertible | URLRequestConvertible;

/** Makes the URLRequest of an attempt from what the caller gave; what it throws is the failure of the attempt. */
export function makeURLRequest(
  target: RequestTarget,
  options: RequestOptions,
  defaults: { readonly method: HTTPMethod; readonly transport: Transport },
): URLRequest {
  const { transport } = defaults;
  if (isURLRequestConvertible(target)) return resolved(urlRequestOf(target), transport);
  const { method = defaults.method, headers, requestModifier } = options;
  const url = absolute(urlText(target), transport);
  const request = encoded(new URLRequest(url, { method, headers }), options);
  return requestModifier?.(request) ?? request;
}

/** Whether a file is meant: a URL object says so, text never does, since it may come from anywhere. */
export function isFileURL(target: RequestTarget): boolean {
  return target instanceof URL && target.protocol === 'file:';
}

function isURLRequestConvertible(target: RequestTarget): target is URLRequestConvertible {
  return target instanceof URLRequest || (typeof target === 'object' && 'asURLRequest' in target);
}

function resolved(request: URLRequest, transport: Transport): URLRequest {
  const url = absolute(request.url, transport);
  return url === request.url ? request : request.with({ url });
}

/** The URL as the transport completes it, where it is relative and the transport can. */
function absolute(url: string, transport: Transport): string {
  if (absoluteURLText(url) !== undefined) return url;
  if (transport.absoluteURL !== undefined) return transport.absoluteURL(url) ?? url;
  return urlText(url, transport.baseURL);
}

function encoded(request: URLRequest, { parameters, encoder }: RequestOptions): URLRequest {
  if (parameters === undefined) return request;
  try {
    return encoder === undefined ? withForm(parameters, request) : encoder.encode(parameters, request);
  } catch (error) {
    throw encoderFailure(error);
  }
}

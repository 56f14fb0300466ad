import { URLEncodedFormParameterEncoder } from '../encoding/url-encoded-form-parameter-encoder.js';
import { asSessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import { isHTTPURL, urlText, type URLConvertible } from '../message/url-convertible.js';
import { URLRequest, urlRequestOf, type URLRequestConvertible } from '../message/url-request.js';
import type { RequestOptions } from './request-options.js';

/** Where a request goes: a URL with options, or something that makes the whole URLRequest. */
export type RequestTarget = URLConvertible | URLRequestConvertible;

/** Makes the URLRequest of an attempt from what the caller gave; what it throws is the failure of the attempt. */
export function makeURLRequest(
  target: RequestTarget,
  options: RequestOptions,
  defaults: { readonly method: HTTPMethod; readonly baseURL: string | undefined },
): URLRequest {
  if (isURLRequestConvertible(target)) return resolved(urlRequestOf(target), defaults.baseURL);
  const { method = defaults.method, headers, requestModifier } = options;
  const url = urlText(target, defaults.baseURL);
  const request = encoded(new URLRequest(url, { method, headers }), options);
  return requestModifier?.(request) ?? request;
}

function isURLRequestConvertible(target: RequestTarget): target is URLRequestConvertible {
  return target instanceof URLRequest || (typeof target === 'object' && 'asURLRequest' in target);
}

function resolved(request: URLRequest, baseURL: string | undefined): URLRequest {
  if (baseURL === undefined || isHTTPURL(request.url)) return request;
  return request.with({ url: urlText(request.url, baseURL) });
}

function encoded(request: URLRequest, { parameters, encoder }: RequestOptions): URLRequest {
  if (parameters === undefined) return request;
  try {
    return (encoder ?? URLEncodedFormParameterEncoder.default).encode(parameters, request);
  } catch (cause) {
    throw asSessionError(cause, (error) => ({
      kind: 'parameterEncoderFailed',
      reason: { kind: 'encoderFailed', error },
    }));
  }
}

import type { URLRequest, URLRequestConvertible } from '../message/url-request.js';
import { JSONParameterEncoder, type JSONParameterEncoderOptions } from './json-parameter-encoder.js';
import {
  URLEncodedFormParameterEncoder,
  type URLEncodedFormParameterEncoderOptions,
} from './url-encoded-form-parameter-encoder.js';

/**
 * Puts parameters into a request, without changing the parameters (Alamofire's `ParameterEncoder`). An exception
 * arrives in the response as a `SessionError` of kind `parameterEncoderFailed`.
 */
export interface ParameterEncoder {
  /** A request like `into` with the parameters in its query, body or wherever they belong. */
  encode(parameters: unknown, into: URLRequest): URLRequest;
}

/** Makers of the encoders there are. */
export const ParameterEncoder = /* @__PURE__ */ Object.freeze({
  json: (options?: JSONParameterEncoderOptions): JSONParameterEncoder => new JSONParameterEncoder(options),
  urlEncodedForm: (options?: URLEncodedFormParameterEncoderOptions): URLEncodedFormParameterEncoder =>
    new URLEncodedFormParameterEncoder(options),
}) satisfies Readonly<Record<string, () => ParameterEncoder>>;

/** Parameters as fields by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * Puts parameters into a request; the older contract beside `ParameterEncoder` (Alamofire's `ParameterEncoding`).
 * Should throw a `SessionError` of kind `parameterEncodingFailed`.
 */
export interface ParameterEncoding {
  /** The request with the parameters; the request as it is when they are null or left out. */
  encode(urlRequest: URLRequestConvertible, parameters?: Parameters | null): URLRequest;
}

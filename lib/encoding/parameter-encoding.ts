import type { URLRequest, URLRequestConvertible } from '../message/url-request.js';

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

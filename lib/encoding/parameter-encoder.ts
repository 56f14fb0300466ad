import type { URLRequest } from '../message/url-request.js';
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

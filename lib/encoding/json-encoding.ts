import { SessionError } from '../errors/session-error.js';
import { urlRequestOf, type URLRequest, type URLRequestConvertible } from '../message/url-request.js';
import { withBody } from './form-destination.js';
import { jsonText } from './json-text.js';
import type { ParameterEncoding, Parameters } from './parameter-encoder.js';

/** Options of {@link JSONEncoding}. */
export interface JSONEncodingOptions {
  /** Indented for people; false unless given. */
  prettyPrinted?: boolean | undefined;
}

/**
 * Puts parameters as JSON text into the body of a request (Alamofire's `JSONEncoding`), with the content type
 * `application/json` unless the request has one.
 *
 * Values that JSON has no form of throw a `SessionError` of kind `parameterEncodingFailed` with reason
 * `jsonEncodingFailed`, whose `error` is a `ParameterValueError` of kind `invalidJSONObject` with the key path.
 *
 * @example
 * JSONEncoding.default.encode(new URLRequest(url, { method: 'POST' }), { name: 'Ada' });
 */
export class JSONEncoding implements ParameterEncoding {
  /** The shortest text. */
  static readonly default = /* @__PURE__ */ new JSONEncoding();
  /** Indented for people. */
  static readonly prettyPrinted = /* @__PURE__ */ new JSONEncoding({ prettyPrinted: true });

  readonly #prettyPrinted: boolean;

  constructor(options: JSONEncodingOptions = {}) {
    this.#prettyPrinted = options.prettyPrinted ?? false;
  }

  /**
   * Makes the parameters the body, as JSON. Sets `Content-Type` unless the request has one. Throws a `SessionError`
   * of kind `parameterEncodingFailed`.
   */
  encode(urlRequest: URLRequestConvertible, parameters?: Parameters | null): URLRequest {
    return this.encodeJSONObject(urlRequest, parameters);
  }

  /** Like `encode`, for any value at the root, such as an array (Alamofire's `encode(_:withJSONObject:)`). */
  encodeJSONObject(urlRequest: URLRequestConvertible, jsonObject?: unknown): URLRequest {
    const request = urlRequestOf(urlRequest);
    if (jsonObject === undefined || jsonObject === null) return request;
    return withBody(request, this.#text(jsonObject), 'application/json');
  }

  #text(jsonObject: unknown): string {
    try {
      return jsonText(jsonObject, { prettyPrinted: this.#prettyPrinted, sortedKeys: false });
    } catch (error) {
      throw new SessionError({
        kind: 'parameterEncodingFailed',
        reason: { kind: 'jsonEncodingFailed', error },
      });
    }
  }
}

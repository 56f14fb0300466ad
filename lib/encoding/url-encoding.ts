import { isSessionError, SessionError } from '../errors/session-error.js';
import { urlRequestOf, type URLRequest, type URLRequestConvertible } from '../message/url-request.js';
import { placeForm, type FormDestination } from './form-destination.js';
import type { ArrayEncoding } from './form-key-encoding.js';
import type { BoolEncoding } from './form-value-encoding.js';
import type { ParameterEncoding, Parameters } from './parameter-encoder.js';
import { URLEncodedFormEncoder } from './url-encoded-form-encoder.js';

/** Options of {@link URLEncoding}. */
export interface URLEncodingOptions {
  /** `methodDependent` unless given. */
  destination?: FormDestination | undefined;
  /** `brackets` unless given. */
  arrayEncoding?: ArrayEncoding | undefined;
  /** `numeric` unless given. */
  boolEncoding?: BoolEncoding | undefined;
}

/**
 * Puts parameters as a URL-encoded form into the query or the body of a request (Alamofire's `URLEncoding`):
 * the fields of the root in the order of their names, nested ones and elements in theirs, Dates in ISO 8601,
 * fields that are null left out. A body gets the content type of a form unless the request has one.
 *
 * Values that have no text throw a `SessionError` of kind `parameterEncodingFailed` with reason
 * `customEncodingFailed`.
 *
 * @example
 * URLEncoding.default.encode(new URLRequest('https://api.example.com/users'), { page: 2 });
 */
export class URLEncoding implements ParameterEncoding {
  /** In the query or the body, as the method asks. */
  static readonly default = /* @__PURE__ */ new URLEncoding();
  /** Encoder that always writes to the query. */
  static readonly queryString = /* @__PURE__ */ new URLEncoding({ destination: 'queryString' });
  /** Encoder that always writes to the body. */
  static readonly httpBody = /* @__PURE__ */ new URLEncoding({ destination: 'httpBody' });

  /** Destination of the form. Default: `methodDependent`. */
  readonly destination: FormDestination;
  readonly #encoder: URLEncodedFormEncoder;

  constructor(options: URLEncodingOptions = {}) {
    const { destination, arrayEncoding, boolEncoding } = options;
    this.destination = destination ?? 'methodDependent';
    this.#encoder = new URLEncodedFormEncoder({
      alphabetizeKeyValuePairs: false,
      dateEncoding: 'iso8601',
      arrayEncoding,
      boolEncoding,
    });
  }

  /** Puts the parameters into the query or the body. Throws a `SessionError` of kind `parameterEncodingFailed`. */
  encode(urlRequest: URLRequestConvertible, parameters?: Parameters | null): URLRequest {
    const request = urlRequestOf(urlRequest);
    if (parameters === null || parameters === undefined) return request;
    return placeForm(this.#form(parameters), request, this.destination);
  }

  #form(parameters: Parameters): string {
    try {
      return this.#encoder.encode(sorted(parameters));
    } catch (error) {
      const cause = isSessionError(error) ? error.cause : error;
      throw new SessionError({
        kind: 'parameterEncodingFailed',
        reason: { kind: 'customEncodingFailed', error: cause },
      });
    }
  }
}

/** Sorts fields by name. Leaves any value but a plain object to the encoder. */
function sorted(parameters: Parameters): unknown {
  if (Object.prototype.toString.call(parameters) !== '[object Object]') return parameters;
  return new Map(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

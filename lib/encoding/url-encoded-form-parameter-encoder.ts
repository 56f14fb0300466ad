import type { URLRequest } from '../message/url-request.js';
import { encoderFailure } from './parameter-value-error.js';
import { placeForm, type FormDestination } from './form-destination.js';
import { URLEncodedFormEncoder } from './url-encoded-form-encoder.js';

/** Options of {@link URLEncodedFormParameterEncoder}. */
export interface URLEncodedFormParameterEncoderOptions {
  /** Makes the text; a {@link URLEncodedFormEncoder} with its defaults unless given. */
  encoder?: { encode(value: unknown): string } | undefined;
  /** `methodDependent` unless given. */
  destination?: FormDestination | undefined;
}

/**
 * Puts parameters as a URL-encoded form into the query or the body of a request (Alamofire's
 * `URLEncodedFormParameterEncoder`). A body gets the content type `application/x-www-form-urlencoded; charset=utf-8`
 * unless the request has one.
 *
 * @example
 * session.request(url, { parameters: { page: 2 }, encoder: URLEncodedFormParameterEncoder.default });
 */
export class URLEncodedFormParameterEncoder {
  /** Every option at its default. */
  static readonly default = /* @__PURE__ */ new URLEncodedFormParameterEncoder();

  /** Encoder of the form's text. */
  readonly encoder: { encode(value: unknown): string };
  /** Destination of the form. Default: `methodDependent`. */
  readonly destination: FormDestination;

  constructor(options: URLEncodedFormParameterEncoderOptions = {}) {
    this.encoder = options.encoder ?? new URLEncodedFormEncoder();
    this.destination = options.destination ?? 'methodDependent';
  }

  /**
   * The request with the parameters; the same one when they are null or undefined. Whatever the encoder
   * throws arrives as a `SessionError` of kind `parameterEncoderFailed`.
   */
  encode(parameters: unknown, into: URLRequest): URLRequest {
    if (parameters === null || parameters === undefined) return into;
    return placeForm(this.#form(parameters), into, this.destination);
  }

  #form(parameters: unknown): string {
    try {
      return this.encoder.encode(parameters);
    } catch (error) {
      throw encoderFailure(error);
    }
  }
}

import type { URLRequest } from '../message/url-request.js';
import { encoderFailure } from './parameter-value-error.js';
import { withBody } from './form-destination.js';
import { JSONEncoder } from './json-encoder.js';

/** Options of {@link JSONParameterEncoder}. */
export interface JSONParameterEncoderOptions {
  /** Makes the text; a {@link JSONEncoder} with its defaults unless given. */
  encoder?: { encode(value: unknown): string } | undefined;
}

/**
 * Puts parameters as JSON text into the body of a request (Alamofire's `JSONParameterEncoder`), with the
 * content type `application/json` unless the request has one.
 *
 * @example
 * session.request(url, { method: 'POST', parameters: { name: 'Ada' }, encoder: JSONParameterEncoder.default });
 */
export class JSONParameterEncoder {
  /** The shortest text. */
  static readonly default = /* @__PURE__ */ new JSONParameterEncoder();
  /** Indented for people. */
  static readonly prettyPrinted = /* @__PURE__ */ new JSONParameterEncoder({
    encoder: /* @__PURE__ */ new JSONEncoder({ prettyPrinted: true }),
  });
  /** The fields of every object in the order of their names: the same text for equal parameters. */
  static readonly sortedKeys = /* @__PURE__ */ new JSONParameterEncoder({
    encoder: /* @__PURE__ */ new JSONEncoder({ sortedKeys: true }),
  });

  /** Encoder of the body's text. */
  readonly encoder: { encode(value: unknown): string };

  constructor(options: JSONParameterEncoderOptions = {}) {
    this.encoder = options.encoder ?? new JSONEncoder();
  }

  /**
   * The request with the parameters; the same one when they are null or undefined. Whatever the encoder
   * throws arrives as a `SessionError` of kind `parameterEncoderFailed`.
   */
  encode(parameters: unknown, into: URLRequest): URLRequest {
    if (parameters === null || parameters === undefined) return into;
    return withBody(into, this.#text(parameters), 'application/json');
  }

  #text(parameters: unknown): string {
    try {
      return this.encoder.encode(parameters);
    } catch (error) {
      throw encoderFailure(error);
    }
  }
}

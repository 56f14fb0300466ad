import { ownFields } from '../message/option-bag.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { DataPreprocessor } from './data-preprocessor.js';
import type { SerializerOptions } from './response-serializer.js';

/** Input of a serializer. */
export interface ReceivedBody {
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  readonly data: Uint8Array | undefined;
  readonly error: SessionError | undefined;
}

/** Rules that the serializers of the library share: which bodies may be empty, and what prepares the others. */
export class BodyRules {
  readonly dataPreprocessor: DataPreprocessor;
  readonly emptyResponseCodes: ReadonlySet<number>;
  readonly emptyRequestMethods: ReadonlySet<HTTPMethod>;

  constructor(given?: SerializerOptions) {
    const options = ownFields(given);
    this.dataPreprocessor = options.dataPreprocessor ?? DataPreprocessor.passthrough;
    this.emptyResponseCodes = new Set(options.emptyResponseCodes ?? [204, 205]);
    this.emptyRequestMethods = new Set(options.emptyRequestMethods ?? ['HEAD']);
  }

  /** Rules of these options; the usual ones without any. */
  static of(options: SerializerOptions | undefined): BodyRules {
    return options === undefined ? USUAL : new BodyRules(options);
  }

  /**
   * Prepares the body. Undefined if it is empty and may be. Throws the error of the request, and
   * `inputDataNilOrZeroLength` if the body is empty and may not be.
   */
  prepared({ request, response, data, error }: ReceivedBody): Uint8Array | undefined {
    if (error !== undefined) throw error;
    if (data !== undefined && data.byteLength > 0) return this.dataPreprocessor.preprocess(data);
    if (this.#mayBeEmpty(request, response)) return undefined;
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'inputDataNilOrZeroLength' },
    });
  }

  #mayBeEmpty(request: URLRequest | undefined, response: HTTPURLResponse | undefined): boolean {
    return (
      (request !== undefined && this.emptyRequestMethods.has(request.method)) ||
      (response !== undefined && this.emptyResponseCodes.has(response.statusCode))
    );
  }
}

const USUAL = /* @__PURE__ */ new BodyRules();

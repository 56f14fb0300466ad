import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { BodyRules } from './body-rules.js';
import { serializeFile, type DownloadResponseSerializer } from './download-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from './response-serializer.js';

/**
 * The body as bytes (Alamofire's `DataResponseSerializer`); no bytes where the body may be empty, else an
 * empty one fails as `responseSerializationFailed` with reason `inputDataNilOrZeroLength`.
 */
export class DataResponseSerializer
  implements ResponseSerializer<Uint8Array>, DownloadResponseSerializer<Uint8Array>
{
  readonly #rules: BodyRules;

  constructor(options?: SerializerOptions) {
    this.#rules = BodyRules.of(options);
  }

  /** Creates the serializer, as an argument of `response()`. */
  static data(options?: SerializerOptions): DataResponseSerializer {
    return new DataResponseSerializer(options);
  }

  /** Serializes a body in memory. Throws the error of the request. */
  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): Uint8Array {
    return this.#rules.prepared({ request, response, data, error }) ?? new Uint8Array();
  }

  /** Serializes the file of a download, which is read into memory; see {@link DownloadResponseSerializer}. */
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Promise<Uint8Array> {
    return serializeFile(this, request, response, fileURL, error);
  }
}

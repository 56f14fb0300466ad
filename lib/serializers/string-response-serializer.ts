import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { BodyRules } from './body-rules.js';
import { serializeFile, type DownloadResponseSerializer } from './download-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from './response-serializer.js';
import { decodedText, textEncodingOf } from './text-decoding.js';

export interface StringSerializerOptions extends SerializerOptions {
  /** The text encoding, such as `utf-8`; what the response says unless given. */
  encoding?: string | undefined;
}

/**
 * The body as text (Alamofire's `StringResponseSerializer`); `''` where the body may be empty, else an empty
 * one fails with reason `inputDataNilOrZeroLength`.
 *
 * The encoding is the one given, else the `charset` of the response, else the one of the byte-order mark, else
 * UTF-8 for JSON and ISO-8859-1 for anything else. Bytes that are not of that encoding, and an encoding nobody
 * knows, fail as `responseSerializationFailed` with reason `stringSerializationFailed`.
 */
export class StringResponseSerializer
  implements ResponseSerializer<string>, DownloadResponseSerializer<string>
{
  readonly encoding: string | undefined;
  readonly #rules: BodyRules;

  constructor(options: StringSerializerOptions = {}) {
    this.encoding = options.encoding;
    this.#rules = BodyRules.of(options);
  }

  static string(options?: StringSerializerOptions): StringResponseSerializer {
    return new StringResponseSerializer(options);
  }

  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): string {
    const body = this.#rules.prepared({ request, response, data, error });
    return body === undefined ? '' : decodedText(body, this.encoding ?? textEncodingOf(body, response));
  }

  /** The same of what is in a file, which is read into memory; see {@link DownloadResponseSerializer}. */
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Promise<string> {
    return serializeFile(this, request, response, fileURL, error);
  }
}

import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { encodingName, textOf } from '../message/text-encoding.js';
import type { URLRequest } from '../message/url-request.js';
import { BodyRules } from './body-rules.js';
import { serializeFile, type DownloadResponseSerializer } from './download-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from './response-serializer.js';

/** Options of a {@link StringResponseSerializer}. */
export interface StringSerializerOptions extends SerializerOptions {
  /** Label of the text encoding, such as `utf-8`. Default: what the response says. */
  encoding?: string | undefined;
}

/**
 * The body as text (Alamofire's `StringResponseSerializer`); `''` where the body may be empty, else an empty
 * one fails with reason `inputDataNilOrZeroLength`.
 *
 * The encoding is the one of a byte-order mark, else the one given, else the `charset` of the response, else UTF-8,
 * which also stands for an unknown charset (Encoding standard, "decode"; Alamofire takes ISO-8859-1 without a charset).
 * Bytes that are not of that encoding, and a given encoding that is unknown, fail as `responseSerializationFailed` with
 * reason `stringSerializationFailed`.
 */
export class StringResponseSerializer
  implements ResponseSerializer<string>, DownloadResponseSerializer<string>
{
  /** Label of the text encoding. Undefined: that of the response. */
  readonly encoding: string | undefined;
  readonly #rules: BodyRules;

  constructor(options: StringSerializerOptions = {}) {
    this.encoding = options.encoding;
    this.#rules = BodyRules.of(options);
  }

  /** Creates the serializer, as an argument of `response()`. */
  static string(options?: StringSerializerOptions): StringResponseSerializer {
    return new StringResponseSerializer(options);
  }

  /** Serializes a body in memory. Throws the error of the request. */
  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): string {
    const body = this.#rules.prepared({ request, response, data, error });
    return body === undefined ? '' : decoded(body, this.encoding, response?.textEncodingName);
  }

  /** Serializes the file of a download, which is read into memory; see {@link DownloadResponseSerializer}. */
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Promise<string> {
    return serializeFile(this, request, response, fileURL, error);
  }
}

function decoded(body: Uint8Array, given: string | undefined, charset: string | undefined): string {
  const encoding = (given ?? charset ?? 'utf-8').trim().toLowerCase();
  try {
    if (given !== undefined && encodingName(encoding) === undefined) throw new RangeError('unknown encoding');
    return textOf(body, encoding, true);
  } catch {
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'stringSerializationFailed', encoding },
    });
  }
}

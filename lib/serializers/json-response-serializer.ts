import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { BodyRules } from './body-rules.js';
import { serializeFile, type DownloadResponseSerializer } from './download-response-serializer.js';
import type { ResponseSerializer, SerializerOptions } from './response-serializer.js';

/**
 * The body as the value its JSON stands for (Alamofire's `JSONResponseSerializer`); `null` where the body may
 * be empty, else an empty one fails with reason `inputDataNilOrZeroLength`. Text that is no JSON, and bytes that
 * are not UTF-8, fail as `responseSerializationFailed` with reason `jsonSerializationFailed` and the parser's
 * own error as `cause`.
 *
 * `T` is what the caller takes the value for: it is not checked. See `DecodableResponseSerializer`.
 */
export class JSONResponseSerializer<T = unknown>
  implements ResponseSerializer<T>, DownloadResponseSerializer<T>
{
  readonly #rules: BodyRules;

  constructor(options?: SerializerOptions) {
    this.#rules = BodyRules.of(options);
  }

  /** Creates the serializer, as an argument of `response()`. */
  static json<T = unknown>(options?: SerializerOptions): JSONResponseSerializer<T> {
    return new JSONResponseSerializer<T>(options);
  }

  /** Serializes a body in memory. Throws the error of the request. */
  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): T {
    const body = this.#rules.prepared({ request, response, data, error });
    return (body === undefined ? null : jsonOf(body)) as T;
  }

  /** Serializes the file of a download, which is read into memory; see {@link DownloadResponseSerializer}. */
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Promise<T> {
    return serializeFile(this, request, response, fileURL, error);
  }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parsedJSON(body);
  } catch (error) {
    throw new SessionError({
      kind: 'responseSerializationFailed',
      reason: { kind: 'jsonSerializationFailed', error },
    });
  }
}

/** Parses JSON text, or its UTF-8 with or without a byte-order mark (RFC 8259 §8.1). Throws the parser's error. */
export function parsedJSON(body: Uint8Array | string): unknown {
  return JSON.parse(typeof body === 'string' ? body : UTF_8.decode(body)) as unknown;
}

const UTF_8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import type { DownloadResponseSerializer } from './download-response-serializer.js';

/**
 * URL of the downloaded file, which is not read (Alamofire's `URLResponseSerializer`). Without a file it fails as `responseSerializationFailed` with reason `inputFileNil`.
 */
export class URLResponseSerializer implements DownloadResponseSerializer<URL> {
  /** Creates the serializer, as an argument of `response()`. */
  static url(): URLResponseSerializer {
    return new URLResponseSerializer();
  }

  /** Returns the URL of the file. Throws the error of the request. */
  serializeDownload(
    _request: URLRequest | undefined,
    _response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): URL {
    if (error !== undefined) throw error;
    if (fileURL !== undefined) return fileURL;
    throw new SessionError({ kind: 'responseSerializationFailed', reason: { kind: 'inputFileNil' } });
  }
}

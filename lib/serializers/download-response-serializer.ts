import { awaitAnswer, type Answer } from '../answers/answer.js';
import { plainBytes } from '../message/body-bytes.js';
import { concatenate } from '../encoding/bytes.js';
import { platformFileManager } from '../multipart/platform-file-manager.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import type { ResponseSerializer } from './response-serializer.js';

/**
 * Makes a value of what a download has put on disk (Alamofire's `DownloadResponseSerializerProtocol`).
 *
 * `fileURL` is where the file is: at its destination, or, when validation refused the response, still in the
 * temporary folder, to be read until the answer is given; undefined when nothing was downloaded. `error` is what the
 * request failed with so far. Failures are those of a {@link ResponseSerializer}.
 */
export interface DownloadResponseSerializer<T> {
  serializeDownload(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    fileURL: URL | undefined,
    error: SessionError | undefined,
  ): Answer<T>;
}

/** Serializer for a download: one for files, or any other, which is given the contents of the file. */
export type AnyDownloadSerializer<T> = DownloadResponseSerializer<T> | ResponseSerializer<T>;

/** Returns a serializer for files as it is, and wraps any other in one that reads the file for it. */
export function downloadSerializer<T>(serializer: AnyDownloadSerializer<T>): DownloadResponseSerializer<T> {
  if ('serializeDownload' in serializer) return serializer;
  return {
    serializeDownload: (request, response, fileURL, error) =>
      serializeFile(serializer, request, response, fileURL, error),
  };
}

/**
 * Serializes the contents of a file, which is read into memory. Throws the error of the request; else fails as `responseSerializationFailed`: with reason `inputFileNil` when there is no file, with
 * `inputFileReadFailed` when it cannot be read, and as the serializer does.
 */
export function serializeFile<T>(
  serializer: ResponseSerializer<T>,
  request: URLRequest | undefined,
  response: HTTPURLResponse | undefined,
  fileURL: URL | undefined,
  error: SessionError | undefined,
): Promise<T> {
  if (error !== undefined) throw error;
  if (fileURL === undefined) {
    throw new SessionError({ kind: 'responseSerializationFailed', reason: { kind: 'inputFileNil' } });
  }
  return contentsOf(fileURL).then((data) =>
    answerOf(() => serializer.serialize(request, response, data, error)),
  );
}

function answerOf<T>(ask: () => Answer<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    awaitAnswer(ask, resolve, reject);
  });
}

/** Reads a file. Undefined if it is empty. */
async function contentsOf(fileURL: URL): Promise<Uint8Array | undefined> {
  if (platformFileManager === undefined) {
    throw new SessionError({ kind: 'unsupported', feature: 'files on disk' });
  }
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of platformFileManager.read(fileURL)) pieces.push(piece);
  } catch (error) {
    const reason = { kind: 'inputFileReadFailed', url: fileURL.href, error } as const;
    throw new SessionError({ kind: 'responseSerializationFailed', reason });
  }
  return pieces.length > 1 ? concatenate(pieces) : pieces[0] && plainBytes(pieces[0]);
}

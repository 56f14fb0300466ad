import type { SessionError } from '../errors/session-error.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import { SerializedResponse, type SerializedResponseInit } from './serialized-response.js';

/** What a {@link DownloadResponse} is made of. */
export interface DownloadResponseInit<T, E = SessionError> extends SerializedResponseInit<T, E> {
  fileURL: URL | undefined;
  resumeData: Uint8Array | undefined;
}

/** All that came of a download, with the serialized result of one listener (Alamofire's `DownloadResponse`). */
export class DownloadResponse<T, E = SessionError> extends SerializedResponse<T, E> {
  /** Where the file is; undefined when the download failed, of which nothing is left but what can be resumed. */
  readonly fileURL: URL | undefined;
  /** With what a download that was broken off goes on; undefined where it cannot. */
  readonly resumeData: Uint8Array | undefined;

  constructor(init: DownloadResponseInit<T, E>) {
    super(init);
    this.fileURL = init.fileURL;
    this.resumeData = init.resumeData;
  }

  /** The response with a success transformed; `transform` must not throw, see {@link tryMap}. */
  map<U>(transform: (value: T) => U): DownloadResponse<U, E> {
    return this.#with(mapResult(this.result, transform));
  }

  /** The response with a success transformed; what `transform` throws becomes the failure, as it is. */
  tryMap<U>(transform: (value: T) => U): DownloadResponse<U, unknown> {
    return this.#with(tryMapResult(this.result, transform));
  }

  /** The response with a failure transformed; `transform` must not throw, see {@link tryMapError}. */
  mapError<F>(transform: (error: E) => F): DownloadResponse<T, F> {
    return this.#with(mapResultError(this.result, transform));
  }

  /** The response with a failure transformed; what `transform` throws becomes the failure, as it is. */
  tryMapError(transform: (error: E) => unknown): DownloadResponse<T, unknown> {
    return this.#with(tryMapResultError(this.result, transform));
  }

  #with<U, F>(result: Result<U, F>): DownloadResponse<U, F> {
    const { fileURL, resumeData } = this;
    return new DownloadResponse({ ...this.partsWith(result), fileURL, resumeData });
  }
}

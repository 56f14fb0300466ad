import type { SessionError } from '../errors/session-error.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import { SerializedResponse, type SerializedResponseInit } from './serialized-response.js';

/** Fields of a {@link DownloadResponse}. */
export interface DownloadResponseInit<T, E = SessionError> extends SerializedResponseInit<T, E> {
  /** URL of the file. */
  fileURL: URL | undefined;
  /** Resume data of an interrupted download. */
  resumeData: Uint8Array | undefined;
}

/** Outcome of a download, with the serialized result of one listener (Alamofire's `DownloadResponse`). */
export class DownloadResponse<T, E = SessionError> extends SerializedResponse<T, E> {
  /** URL of the file. Undefined if the download failed: its file is removed, unless it can be resumed. */
  readonly fileURL: URL | undefined;
  /** Resume data of an interrupted download: pass it to `session.download({ resumingWith })`. Undefined if it cannot resume. */
  readonly resumeData: Uint8Array | undefined;

  constructor(init: DownloadResponseInit<T, E>) {
    super(init);
    this.fileURL = init.fileURL;
    this.resumeData = init.resumeData;
  }

  /** Returns the response with its value transformed. `transform` must not throw, see {@link tryMap}. */
  map<U>(transform: (value: T) => U): DownloadResponse<U, E> {
    return this.#with(mapResult(this.result, transform));
  }

  /** Returns the response with its value transformed. An exception of `transform` becomes the failure, unwrapped. */
  tryMap<U>(transform: (value: T) => U): DownloadResponse<U, unknown> {
    return this.#with(tryMapResult(this.result, transform));
  }

  /** Returns the response with its error transformed. `transform` must not throw, see {@link tryMapError}. */
  mapError<F>(transform: (error: E) => F): DownloadResponse<T, F> {
    return this.#with(mapResultError(this.result, transform));
  }

  /** Returns the response with its error transformed. An exception of `transform` becomes the failure, unwrapped. */
  tryMapError(transform: (error: E) => unknown): DownloadResponse<T, unknown> {
    return this.#with(tryMapResultError(this.result, transform));
  }

  #with<U, F>(result: Result<U, F>): DownloadResponse<U, F> {
    const { fileURL, resumeData } = this;
    return new DownloadResponse({ ...this.partsWith(result), fileURL, resumeData });
  }
}

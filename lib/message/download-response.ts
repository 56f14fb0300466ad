import type { SessionError } from '../errors/session-error.js';
import { describeResponse, describeResult } from './describe-response.js';
import type { HTTPURLResponse } from './http-url-response.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** What a {@link DownloadResponse} is made of. */
export interface DownloadResponseInit<T, E = SessionError> {
  request: URLRequest | undefined;
  response: HTTPURLResponse | undefined;
  fileURL: URL | undefined;
  resumeData: Uint8Array | undefined;
  metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  serializationDuration: number;
  result: Result<T, E>;
  /** Names, in lower case, whose values are not printed, beside the built-in ones. */
  secretHeaders?: ReadonlySet<string> | undefined;
}

/** All that came of a download, with the serialized result of one listener (Alamofire's `DownloadResponse`). */
export class DownloadResponse<T, E = SessionError> {
  /** The last URLRequest that was made. */
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** Where the file is; undefined when the download failed, of which nothing is left but what can be resumed. */
  readonly fileURL: URL | undefined;
  /** With what a download that was broken off goes on; undefined where it cannot. */
  readonly resumeData: Uint8Array | undefined;
  /** The metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  readonly serializationDuration: number;
  readonly result: Result<T, E>;
  readonly #secretHeaders: ReadonlySet<string> | undefined;

  constructor(init: DownloadResponseInit<T, E>) {
    this.request = init.request;
    this.response = init.response;
    this.fileURL = init.fileURL;
    this.resumeData = init.resumeData;
    this.metrics = init.metrics;
    this.serializationDuration = init.serializationDuration;
    this.result = init.result;
    this.#secretHeaders = init.secretHeaders;
  }

  get value(): T | undefined {
    return this.result.kind === 'success' ? this.result.value : undefined;
  }

  get error(): E | undefined {
    return this.result.kind === 'failure' ? this.result.error : undefined;
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

  /** `success`, or `failure` with the error's message. It shows no value. */
  toString(): string {
    return describeResult(this.result);
  }

  /** Everything of the response on several lines (Alamofire's `debugDescription`), without secrets and bodies. */
  debugDescription(): string {
    return describeResponse(this, this.#secretHeaders);
  }

  #with<U, F>(result: Result<U, F>): DownloadResponse<U, F> {
    const { request, response, fileURL, resumeData, metrics, serializationDuration } = this;
    const secretHeaders = this.#secretHeaders;
    return new DownloadResponse({
      request,
      response,
      fileURL,
      resumeData,
      metrics,
      serializationDuration,
      result,
      secretHeaders,
    });
  }
}

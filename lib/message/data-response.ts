import type { SessionError } from '../errors/session-error.js';
import { describeResponse, describeResult } from './describe-response.js';
import type { HTTPURLResponse } from './http-url-response.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** What a {@link DataResponse} is made of. */
export interface DataResponseInit<T, E = SessionError> {
  request: URLRequest | undefined;
  response: HTTPURLResponse | undefined;
  data: Uint8Array | undefined;
  metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  serializationDuration: number;
  result: Result<T, E>;
  /** Names, in lower case, whose values are not printed, beside the built-in ones. */
  secretHeaders?: ReadonlySet<string> | undefined;
}

/** All that came of a request, with the serialized result of one listener (Alamofire's `DataResponse`). */
export class DataResponse<T, E = SessionError> {
  /** The last URLRequest that was made. */
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** The body as received; undefined when there was none or it was empty. */
  readonly data: Uint8Array | undefined;
  /** The metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  readonly serializationDuration: number;
  readonly result: Result<T, E>;
  readonly #secretHeaders: ReadonlySet<string> | undefined;

  constructor(init: DataResponseInit<T, E>) {
    this.request = init.request;
    this.response = init.response;
    this.data = init.data;
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
  map<U>(transform: (value: T) => U): DataResponse<U, E> {
    return this.#with(mapResult(this.result, transform));
  }

  /** The response with a success transformed; what `transform` throws becomes the failure, as it is. */
  tryMap<U>(transform: (value: T) => U): DataResponse<U, unknown> {
    return this.#with(tryMapResult(this.result, transform));
  }

  /** The response with a failure transformed; `transform` must not throw, see {@link tryMapError}. */
  mapError<F>(transform: (error: E) => F): DataResponse<T, F> {
    return this.#with(mapResultError(this.result, transform));
  }

  /** The response with a failure transformed; what `transform` throws becomes the failure, as it is. */
  tryMapError(transform: (error: E) => unknown): DataResponse<T, unknown> {
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

  #with<U, F>(result: Result<U, F>): DataResponse<U, F> {
    const { request, response, data, metrics, serializationDuration } = this;
    const secretHeaders = this.#secretHeaders;
    return new DataResponse({
      request,
      response,
      data,
      metrics,
      serializationDuration,
      result,
      secretHeaders,
    });
  }
}

import type { SessionError } from '../errors/session-error.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import { SerializedResponse, type SerializedResponseInit } from './serialized-response.js';

/** What a {@link DataResponse} is made of. */
export interface DataResponseInit<T, E = SessionError> extends SerializedResponseInit<T, E> {
  data: Uint8Array | undefined;
}

/** All that came of a request, with the serialized result of one listener (Alamofire's `DataResponse`). */
export class DataResponse<T, E = SessionError> extends SerializedResponse<T, E> {
  /** The body as received; undefined when there was none or it was empty. */
  readonly data: Uint8Array | undefined;

  constructor(init: DataResponseInit<T, E>) {
    super(init, init.data);
    this.data = init.data;
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

  #with<U, F>(result: Result<U, F>): DataResponse<U, F> {
    return new DataResponse({ ...this.partsWith(result), data: this.data });
  }
}

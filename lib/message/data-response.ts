import type { SessionError } from '../errors/session-error.js';
import { mapResult, mapResultError, tryMapResult, tryMapResultError } from './map-result.js';
import type { Result } from './result.js';
import { SerializedResponse, type SerializedResponseInit } from './serialized-response.js';

/** Fields of a {@link DataResponse}. */
export interface DataResponseInit<T, E = SessionError> extends SerializedResponseInit<T, E> {
  /** Body as received. */
  data: Uint8Array | undefined;
}

/** Outcome of a request, with the serialized result of one listener (Alamofire's `DataResponse`). */
export class DataResponse<T, E = SessionError> extends SerializedResponse<T, E> {
  /** Body as received, a plain Uint8Array over memory of its own. Undefined if it is empty. */
  readonly data: Uint8Array | undefined;

  constructor(init: DataResponseInit<T, E>) {
    super(init, init.data);
    this.data = init.data;
  }

  /** Returns the response with its value transformed. `transform` must not throw, see {@link tryMap}. */
  map<U>(transform: (value: T) => U): DataResponse<U, E> {
    return this.#with(mapResult(this.result, transform));
  }

  /** Returns the response with its value transformed. An exception of `transform` becomes the failure, unwrapped. */
  tryMap<U>(transform: (value: T) => U): DataResponse<U, unknown> {
    return this.#with(tryMapResult(this.result, transform));
  }

  /** Returns the response with its error transformed. `transform` must not throw, see {@link tryMapError}. */
  mapError<F>(transform: (error: E) => F): DataResponse<T, F> {
    return this.#with(mapResultError(this.result, transform));
  }

  /** Returns the response with its error transformed. An exception of `transform` becomes the failure, unwrapped. */
  tryMapError(transform: (error: E) => unknown): DataResponse<T, unknown> {
    return this.#with(tryMapResultError(this.result, transform));
  }

  #with<U, F>(result: Result<U, F>): DataResponse<U, F> {
    return new DataResponse({ ...this.partsWith(result), data: this.data });
  }
}

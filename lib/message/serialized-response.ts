import { attachTo } from '../errors/base-session-error.js';
import type { SessionError } from '../errors/session-error.js';
import { describeResponse, describeResult } from './describe-response.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** What a response is made of, wherever its body is. */
export interface SerializedResponseInit<T, E = SessionError> {
  request: URLRequest | undefined;
  response: HTTPURLResponse | undefined;
  metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  serializationDuration: number;
  result: Result<T, E>;
  /** Names, in lower case, whose values are not printed, beside the built-in ones. */
  secretHeaders?: ReadonlySet<string> | undefined;
}

/** What a `DataResponse` and a `DownloadResponse` have in common: all but the body. */
export abstract class SerializedResponse<T, E = SessionError> {
  /** The last URLRequest that was made. */
  readonly request: URLRequest | undefined;
  readonly response: HTTPURLResponse | undefined;
  /** The metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Milliseconds the serializer took. */
  readonly serializationDuration: number;
  readonly result: Result<T, E>;
  readonly #secretHeaders: ReadonlySet<string> | undefined;

  constructor(init: SerializedResponseInit<T, E>, data?: Uint8Array) {
    this.request = init.request;
    this.response = init.response;
    this.metrics = init.metrics;
    this.serializationDuration = init.serializationDuration;
    this.result = init.result;
    this.#secretHeaders = init.secretHeaders;
    const { request, response, result } = init;
    if (result.kind === 'failure') attachTo(result.error, { request, response, data });
  }

  get value(): T | undefined {
    return this.result.kind === 'success' ? this.result.value : undefined;
  }

  get error(): E | undefined {
    return this.result.kind === 'failure' ? this.result.error : undefined;
  }

  /** `success`, or `failure` with the error's message. It shows no value. */
  toString(): string {
    return describeResult(this.result);
  }

  /** Everything of the response on several lines (Alamofire's `debugDescription`), without secrets and bodies. */
  debugDescription(): string {
    return describeResponse(this, this.#secretHeaders);
  }

  /** What this is made of, with another result. */
  protected partsWith<U, F>(result: Result<U, F>): SerializedResponseInit<U, F> {
    return { ...(this as SerializedResponseInit<T, E>), result, secretHeaders: this.#secretHeaders };
  }
}

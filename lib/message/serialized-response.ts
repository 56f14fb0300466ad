import { attachTo } from '../errors/base-session-error.js';
import type { SessionError } from '../errors/session-error.js';
import { describeResponse, describeResult, jsonOfResponse } from './describe-response.js';
import type { HTTPURLResponse } from './http-url-response.js';
import { INSPECT, inspected, type Inspect } from './inspection.js';
import type { Result } from './result.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';

/** Fields of a {@link SerializedResponse}. */
export interface SerializedResponseInit<T, E = SessionError> {
  request: URLRequest | undefined;
  response: HTTPURLResponse | undefined;
  metrics: TaskMetrics | undefined;
  /** Duration of the serializer in milliseconds. */
  serializationDuration: number;
  result: Result<T, E>;
  /** Names of secret fields in lower case, beside the built-in ones. */
  secretHeaders?: ReadonlySet<string> | undefined;
}

/** Common base of `DataResponse` and `DownloadResponse`: all but the body. */
export abstract class SerializedResponse<T, E = SessionError> {
  /** Last URLRequest that was made. Undefined if the failure came before it. */
  readonly request: URLRequest | undefined;
  /** Head of the last response. Undefined if none came. */
  readonly response: HTTPURLResponse | undefined;
  /** Metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Duration of the serializer in milliseconds. */
  readonly serializationDuration: number;
  /** The serialized value, or the error. */
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

  /** Value of a success. Undefined for a failure. */
  get value(): T | undefined {
    return this.result.kind === 'success' ? this.result.value : undefined;
  }

  /** Error of a failure. Undefined for a success. */
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

  /**
   * The response as plain JSON for logs: secret fields, declared ones too, and userinfo are redacted; bodies are lengths.
   * The value is in it, an error by its own JSON.
   */
  toJSON(): object {
    return jsonOfResponse(this, this.#secretHeaders);
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect: Inspect): string {
    const { result } = this;
    return inspected(
      this.constructor.name,
      { ...jsonOfResponse(this, this.#secretHeaders), result },
      options,
      inspect,
    );
  }

  /** The parts of this response, with another result. */
  protected partsWith<U, F>(result: Result<U, F>): SerializedResponseInit<U, F> {
    return { ...(this as SerializedResponseInit<T, E>), result, secretHeaders: this.#secretHeaders };
  }
}

import type { Answer } from '../answers/answer.js';
import { asSessionError, type SessionError } from '../errors/session-error.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import type { DataPreprocessor } from './data-preprocessor.js';

/**
 * Makes a value of what a request received (Alamofire's `DataResponseSerializerProtocol`).
 *
 * `data` is undefined when the body is empty; `error` is what the request failed with so far, to be thrown
 * again by a serializer that has nothing to say about it. What it throws, rejects with or errors with is the
 * failure of the response: a `SessionError` as it is, any other value as `responseSerializationFailed` with
 * reason `customSerializationFailed` and that value as `cause`.
 *
 * When the request was cancelled, or `timeoutIntervalForResource` has passed, an answer that takes longer than
 * the current turn of the platform is not waited for: that error is the failure then.
 *
 * @example
 * const lines: ResponseSerializer<string[]> = {
 *   serialize(request, response, data, error) {
 *     if (error) throw error;
 *     return new TextDecoder().decode(data).split('\n');
 *   },
 * };
 * session.request(url).response(lines);
 */
export interface ResponseSerializer<T> {
  serialize(
    request: URLRequest | undefined,
    response: HTTPURLResponse | undefined,
    data: Uint8Array | undefined,
    error: SessionError | undefined,
  ): Answer<T>;
}

/** Options of every serializer of the library. */
export interface SerializerOptions {
  /** Prepares a body before it is decoded, unless it is empty. Default: none. */
  dataPreprocessor?: DataPreprocessor | undefined;
  /** Status codes that come without a body. Default: 204, 205. */
  emptyResponseCodes?: Iterable<number> | undefined;
  /** Methods that are answered without a body. Default: `HEAD`. */
  emptyRequestMethods?: Iterable<HTTPMethod> | undefined;
}

/** Wraps the exception of a serializer as the error of the response. */
export function serializationFailure(error: unknown): SessionError {
  return asSessionError(error, (cause) => ({
    kind: 'responseSerializationFailed',
    reason: { kind: 'customSerializationFailed', error: cause },
  }));
}

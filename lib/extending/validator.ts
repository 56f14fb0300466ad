import type { Answer } from '../answers/answer.js';
import { foldAnswers } from '../answers/fold-answers.js';
import { asSessionError, type SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Result } from '../message/result.js';
import type { URLRequest } from '../message/url-request.js';

/** Outcome of a {@link Validation} (Alamofire's `Request.ValidationResult`). */
export type ValidationResult = Result<void, unknown>;

/**
 * Judges a response that has arrived, and its body, as its kind of request has received it.
 *
 * Nothing, or a success, accepts. A failure that is answered, thrown, rejected with or errored with refuses:
 * a `SessionError` as it is, any other value as `responseValidationFailed` with reason
 * `customValidationFailed` and that value as `cause`. An answer that is no `Result` refuses too.
 */
export type BodyValidation<Body> = (
  request: URLRequest | undefined,
  response: HTTPURLResponse,
  body: Body,
) => Answer<ValidationResult | void>;

/**
 * Judges the response of a {@link DataRequest} (Alamofire's `DataRequest.Validation`). `data` is undefined when the
 * body is empty. See {@link BodyValidation} for its answers.
 */
export type Validation = BodyValidation<Uint8Array | undefined>;

/**
 * Judges the response of a {@link DownloadRequest} (Alamofire's `DownloadRequest.Validation`). `fileURL` is where the
 * file can be read, still in the temporary folder. See {@link BodyValidation} for its answers.
 */
export type DownloadValidation = BodyValidation<URL | undefined>;

/** A validation that answers at once. */
export type PromptValidation<Body> = (
  request: URLRequest | undefined,
  response: HTTPURLResponse,
  body: Body,
) => ValidationResult;

/** Length of a body. */
export interface BodyLength {
  readonly byteLength: number;
}

/** Several validations as one: asked in their order until one refuses. */
export function allOf<Body>(validations: readonly BodyValidation<Body>[]): BodyValidation<Body> {
  return (request, response, body) =>
    foldAnswers<BodyValidation<Body>, ValidationResult | void>({
      steps: validations,
      initial: undefined,
      ask: (validation) => validation(request, response, body),
      isFinal: (result) => result?.kind === 'failure',
    });
}

/** Wraps the refusal of a validation as the error of the request. */
export function validationFailure(error: unknown): SessionError {
  return asSessionError(error, (cause) => ({
    kind: 'responseValidationFailed',
    reason: { kind: 'customValidationFailed', error: cause },
  }));
}

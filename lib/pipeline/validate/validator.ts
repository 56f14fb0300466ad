import type { Answer } from '../../contracts/answer.js';
import { foldAnswers } from '../../contracts/fold-answers.js';
import { asSessionError, type SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { Result } from '../../message/result.js';
import type { URLRequest } from '../../message/url-request.js';

/** What a {@link Validation} found (Alamofire's `Request.ValidationResult`). */
export type ValidationResult = Result<void, unknown>;

/**
 * Judges a response that has arrived (Alamofire's `DataRequest.Validation`). `data` is undefined when the
 * body is empty.
 *
 * Nothing, or a success, accepts. A failure that is answered, thrown, rejected with or errored with refuses:
 * a `SessionError` as it is, any other value as `responseValidationFailed` with reason
 * `customValidationFailed` and that value as `cause`. An answer that is no `Result` refuses too.
 */
export type Validation = (
  request: URLRequest | undefined,
  response: HTTPURLResponse,
  data: Uint8Array | undefined,
) => Answer<ValidationResult | void>;

/** Several validations as one: asked in their order until one refuses. */
export function allOf(validations: readonly Validation[]): Validation {
  return (request, response, data) =>
    foldAnswers<Validation, ValidationResult | void>({
      steps: validations,
      initial: undefined,
      ask: (validation) => validation(request, response, data),
      isFinal: (result) => result?.kind === 'failure',
    });
}

/** What a validation refused with, as the error of the request. */
export function validationFailure(error: unknown): SessionError {
  return asSessionError(error, (cause) => ({
    kind: 'responseValidationFailed',
    reason: { kind: 'customValidationFailed', error: cause },
  }));
}

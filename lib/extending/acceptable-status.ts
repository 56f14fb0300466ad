import { SessionError } from '../errors/session-error.js';
import { Result } from '../message/result.js';
import type { PromptValidation } from './validator.js';

/** Which status codes are acceptable: these, or those a function says yes to. */
export type AcceptableStatusCodes = Iterable<number> | ((statusCode: number) => boolean);

/** What is acceptable unless told otherwise: 200 to 299. */
export function isSuccessful(statusCode: number): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

/**
 * Accepts responses with one of these status codes (Alamofire's `validate(statusCode:)`); an empty list
 * accepts none. Refuses as `responseValidationFailed` with reason `unacceptableStatusCode`.
 */
export function acceptableStatus(
  statusCodes: AcceptableStatusCodes = isSuccessful,
): PromptValidation<unknown> {
  const isAcceptable = predicateOf(statusCodes);
  return (_request, { statusCode }) =>
    isAcceptable(statusCode) ? ACCEPTED : Result.failure(unacceptable(statusCode));
}

const ACCEPTED = /* @__PURE__ */ Result.success<void>(undefined);

function predicateOf(statusCodes: AcceptableStatusCodes): (statusCode: number) => boolean {
  if (typeof statusCodes === 'function') return statusCodes;
  const acceptable = new Set(statusCodes);
  return (statusCode) => acceptable.has(statusCode);
}

function unacceptable(code: number): SessionError {
  return new SessionError({
    kind: 'responseValidationFailed',
    reason: { kind: 'unacceptableStatusCode', code },
  });
}

import type { ResponseValidationFailureReason } from '../errors/failure-reason.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { accepts, mediaTypeOf, type MediaType } from '../message/media-type.js';
import { Result } from '../message/result.js';
import type { URLRequest } from '../message/url-request.js';
import type { BodyLength, PromptValidation, ValidationResult } from './validator.js';

/**
 * Which content types are acceptable: media types and ranges such as `text/*`, whose parameters are ignored;
 * or a function that gives them for a request when its response is there.
 */
export type AcceptableContentTypes =
  Iterable<string> | ((request: URLRequest | undefined) => Iterable<string>);

/** What is acceptable unless told otherwise: what the request's `Accept` names; without one anything. */
export function contentTypesAccepted(request: URLRequest | undefined): readonly string[] {
  const accept = request?.headers.get('accept');
  if (accept === undefined) return ANYTHING;
  return accept
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}

const ACCEPTED = /* @__PURE__ */ Result.success<void>(undefined);
const ANYTHING: readonly string[] = ['*/*'];

/**
 * Accepts responses of one of these content types, and those without a body (Alamofire's
 * `validate(contentType:)`). Refuses as `responseValidationFailed` with reason `unacceptableContentType`, or
 * `missingContentType` where the response has none and not everything is acceptable.
 */
export function acceptableContentType(
  contentTypes: AcceptableContentTypes = contentTypesAccepted,
): PromptValidation<BodyLength | undefined> {
  const listFor = typeof contentTypes === 'function' ? contentTypes : constant([...contentTypes]);
  return (request, response, data) => {
    if (data === undefined || data.byteLength === 0) return ACCEPTED;
    const acceptable = listFor(request);
    return acceptable === ANYTHING ? ACCEPTED : judgeContentType(response, [...acceptable]);
  };
}

function judgeContentType(response: HTTPURLResponse, acceptable: readonly string[]): ValidationResult {
  const ranges = acceptable.map(mediaTypeOf).filter((range) => range !== undefined);
  const { mimeType } = response;
  const mediaType = mediaTypeOf(mimeType);
  if (mimeType === undefined || mediaType === undefined) {
    return ranges.some(isAnything)
      ? ACCEPTED
      : refused({ kind: 'missingContentType', acceptableContentTypes: acceptable });
  }
  return ranges.some((range) => accepts(range, mediaType))
    ? ACCEPTED
    : refused({
        kind: 'unacceptableContentType',
        acceptableContentTypes: acceptable,
        responseContentType: mimeType,
      });
}

function isAnything({ type, subtype }: MediaType): boolean {
  return type === '*' && subtype === '*';
}

function refused(reason: ResponseValidationFailureReason): ValidationResult {
  return Result.failure(new SessionError({ kind: 'responseValidationFailed', reason }));
}

function constant<T>(value: T): () => T {
  return () => value;
}

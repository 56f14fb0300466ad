import type { ResponseValidationFailureReason } from '../errors/failure-reason.js';
import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { accepts, mediaTypeOf, type MediaType } from '../message/media-type.js';
import { Result } from '../message/result.js';
import type { URLRequest } from '../message/url-request.js';
import type { BodyLength, BodyValidation, PromptValidation, ValidationResult } from './validator.js';

/** Status codes that are acceptable: a list, or a function that returns true for them. */
export type AcceptableStatusCodes = Iterable<number> | ((statusCode: number) => boolean);

/**
 * Content types that are acceptable: media types and ranges such as `text/*`, whose parameters are ignored, or a
 * function that returns them for a request once its response has come.
 */
export type AcceptableContentTypes =
  Iterable<string> | ((request: URLRequest | undefined) => Iterable<string>);

/** Demands on a response. */
export interface AcceptableResponse {
  statusCodes?: AcceptableStatusCodes | undefined;
  contentTypes?: AcceptableContentTypes | undefined;
}

/**
 * Creates the validations for demands, in the order in which they run (Alamofire's `validate()` family). Without any,
 * the defaults: a status code from 200 to 299, and a content type that the `Accept` of the request names. A demand for
 * one of both leaves the other out.
 */
export function acceptableResponse({ statusCodes, contentTypes }: AcceptableResponse = {}): BodyValidation<
  BodyLength | undefined
>[] {
  if (statusCodes === undefined && contentTypes === undefined) return [defaultStatus, defaultContentType];
  return [
    ...(statusCodes === undefined ? [] : [acceptableStatus(statusCodes)]),
    ...(contentTypes === undefined ? [] : [acceptableContentType(contentTypes)]),
  ];
}

/** The default validations as one. */
export const usuallyAcceptable: PromptValidation<BodyLength | undefined> = (request, response, body) => {
  const judged = defaultStatus(request, response, body);
  return judged.kind === 'failure' ? judged : defaultContentType(request, response, body);
};

const ACCEPTED = /* @__PURE__ */ Result.success<void>(undefined);
const ANYTHING: readonly string[] = ['*/*'];

/** True from 200 to 299. */
export function isSuccessful(statusCode: number): boolean {
  return statusCode >= 200 && statusCode <= 299;
}

/**
 * Accepts responses with one of these status codes (Alamofire's `validate(statusCode:)`). An empty list accepts none.
 * Refuses as `responseValidationFailed` with reason `unacceptableStatusCode`. Default: 200 to 299.
 */
export function acceptableStatus(
  statusCodes: AcceptableStatusCodes = isSuccessful,
): PromptValidation<unknown> {
  const isAcceptable = predicateOf(statusCodes);
  return (_request, { statusCode: code }) =>
    isAcceptable(code) ? ACCEPTED : refused({ kind: 'unacceptableStatusCode', code });
}

function predicateOf(statusCodes: AcceptableStatusCodes): (statusCode: number) => boolean {
  if (typeof statusCodes === 'function') return statusCodes;
  const acceptable = new Set(statusCodes);
  return (statusCode) => acceptable.has(statusCode);
}

/** Returns the ranges of the `Accept` of a request; without one, any type. */
export function contentTypesAccepted(request: URLRequest | undefined): readonly string[] {
  const accept = request?.headers.get('accept');
  if (accept === undefined) return ANYTHING;
  return accept
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
}

/**
 * Accepts responses with one of these content types, and those without a body (Alamofire's `validate(contentType:)`).
 * Refuses as `responseValidationFailed` with reason `unacceptableContentType`, or with `missingContentType` if the
 * response has none and not every type is acceptable. Default: the types that the request accepts.
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

function judgeContentType({ mimeType }: HTTPURLResponse, acceptable: readonly string[]): ValidationResult {
  const ranges = acceptable.map(mediaTypeOf).filter((range) => range !== undefined);
  const mediaType = mediaTypeOf(mimeType);
  const acceptableContentTypes = [...acceptable].sort();
  if (mimeType === undefined || mediaType === undefined) {
    return ranges.some(isAnything)
      ? ACCEPTED
      : refused({ kind: 'missingContentType', acceptableContentTypes });
  }
  if (ranges.some((range) => accepts(range, mediaType))) return ACCEPTED;
  return refused({ kind: 'unacceptableContentType', acceptableContentTypes, responseContentType: mimeType });
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

const defaultStatus = /* @__PURE__ */ acceptableStatus();
const defaultContentType = /* @__PURE__ */ acceptableContentType();

import { acceptableContentType, type AcceptableContentTypes } from './acceptable-content-type.js';
import { acceptableStatus, type AcceptableStatusCodes } from './acceptable-status.js';
import type { BodyLength, BodyValidation, PromptValidation } from './validator.js';

/** What a response must be like to be accepted. */
export interface AcceptableResponse {
  statusCodes?: AcceptableStatusCodes | undefined;
  contentTypes?: AcceptableContentTypes | undefined;
}

/**
 * The validations that stand for these demands, in the order they are asked (Alamofire's `validate()` family).
 * Demanding nothing demands what is usual: a status code from 200 to 299, and a content type the request's
 * `Accept` names. Demanding one of both leaves the other out.
 */
export function acceptableResponse({ statusCodes, contentTypes }: AcceptableResponse = {}): BodyValidation<
  BodyLength | undefined
>[] {
  if (statusCodes === undefined && contentTypes === undefined) {
    return [usualStatus, usualContentType];
  }
  return [
    ...(statusCodes === undefined ? [] : [acceptableStatus(statusCodes)]),
    ...(contentTypes === undefined ? [] : [acceptableContentType(contentTypes)]),
  ];
}

const usualStatus = /* @__PURE__ */ acceptableStatus();
const usualContentType = /* @__PURE__ */ acceptableContentType();

/** What is usual, as one. */
export const usuallyAcceptable: PromptValidation<BodyLength | undefined> = (request, response, body) => {
  const judged = usualStatus(request, response, body);
  return judged.kind === 'failure' ? judged : usualContentType(request, response, body);
};

import { DecodingError } from './decoding-error.js';
import type { FailureReason } from './failure-reason.js';
import type { SessionFailure } from './session-failure.js';

/** One sentence for a failure. It holds no header value, credential or body. */
export function describeFailure(failure: SessionFailure): string {
  switch (failure.kind) {
    case 'createUploadableFailed':
      return `The upload body could not be made: ${messageOf(failure.error)}`;
    case 'createURLRequestFailed':
      return `The URLRequest could not be made: ${messageOf(failure.error)}`;
    case 'downloadedFileMoveFailed':
      return `The downloaded file could not be put in its place: ${messageOf(failure.error)}`;
    case 'explicitlyCancelled':
      return 'The request was cancelled.';
    case 'invalidURL':
      return `Not a valid URL: "${withoutUserInfo(failure.url)}"`;
    case 'requestAdaptationFailed':
      return `A request adapter failed: ${messageOf(failure.error)}`;
    case 'requestRetryFailed':
      return `A request retrier failed: ${messageOf(failure.error)}; the request had failed before: ${messageOf(failure.originalError)}`;
    case 'sessionDeinitialized':
      return 'The session was disposed of while the request was running.';
    case 'sessionInvalidated':
      return failure.error === undefined
        ? 'The session was invalidated.'
        : `The session was invalidated: ${messageOf(failure.error)}`;
    case 'sessionTaskFailed':
      return `The exchange failed (${failure.code}): ${failure.detail ?? messageOf(failure.error)}`;
    case 'unsupported':
      return `Not supported on this platform or by this transport: ${failure.feature}`;
    default:
      return `${SUBJECT[failure.kind]}: ${describeReason(failure.reason)}`;
  }
}

const SUBJECT = {
  multipartEncodingFailed: 'The multipart form could not be encoded',
  multipartReadingFailed: 'The multipart form could not be read',
  parameterEncodingFailed: 'The parameters could not be encoded',
  parameterEncoderFailed: 'The parameters could not be encoded',
  responseValidationFailed: 'The response is not acceptable',
  responseSerializationFailed: 'The response could not be serialized',
  serverTrustEvaluationFailed: 'The server is not trusted',
  urlRequestValidationFailed: 'The URLRequest is not valid',
};

function describeReason(reason: FailureReason): string {
  switch (reason.kind) {
    case 'unacceptableStatusCode':
      return `status code ${String(reason.code)}`;
    case 'unacceptableContentType':
      return `content type "${reason.responseContentType}" matches none of [${reason.acceptableContentTypes.join(', ')}]`;
    case 'missingContentType':
      return `no content type, where one of [${reason.acceptableContentTypes.join(', ')}] is expected`;
    case 'bodyDataInGETRequest':
      return 'a GET request has no body';
    case 'invalidHeader':
      return `the header ${JSON.stringify(reason.name)} has a forbidden character in its name or value`;
    case 'invalidMethod':
      return `${JSON.stringify(reason.method)} is no HTTP method`;
    case 'inputDataNilOrZeroLength':
      return 'the body is empty';
    case 'invalidEmptyResponse':
      return `the body is empty, and the type ${reason.type} has no empty value`;
    case 'jsonSerializationFailed':
      return `the body is not valid JSON${positionOf(reason.error)}`;
    case 'decodingFailed':
      return describeDecoding(reason.error);
    case 'stringSerializationFailed':
      return `the body is not valid ${reason.encoding}`;
    case 'maximumLengthExceeded':
      return `a part of the stream is longer than ${String(reason.maximum)} characters`;
    case 'contentTypeInvalid':
      return `its content type is ${JSON.stringify(reason.contentType ?? 'none')}, not multipart/form-data`;
    case 'limitExceeded':
      return `it has more than the limit of ${reason.limit} allows, ${String(reason.maximum)}`;
    case 'unexpectedEnd':
      return 'it ends before its closing boundary';
    case 'unexpectedInputStreamLength':
      return `a stream gave ${String(reason.bytesRead)} bytes where ${String(reason.bytesExpected)} were declared`;
    default:
      return `${reason.kind}${detailsOf(reason)}`;
  }
}

/** What a parser or a schema says itself may quote the body: only where it failed is repeated. */
function describeDecoding(error: unknown): string {
  if (error instanceof SyntaxError) return `the body is not valid JSON${positionOf(error)}`;
  const paths =
    error instanceof DecodingError ? error.issues.map(({ path }) => path || 'the value itself') : [];
  return paths.length === 0
    ? 'the body could not be decoded'
    : `the body is not as expected at ${paths.join(', ')}`;
}

function positionOf(error: unknown): string {
  const position = error instanceof Error ? / at position \d+/.exec(error.message) : null;
  return position?.[0] ?? '';
}

function detailsOf(reason: FailureReason): string {
  const { kind: _, error, ...rest } = reason as { kind: string; error?: unknown };
  const details = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  if (error !== undefined) details.push(messageOf(error));
  return details.length > 0 ? ` (${details.join(', ')})` : '';
}

/** `instanceof` does not see errors of another realm. */
function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const { name, message } = (error ?? {}) as { readonly name?: unknown; readonly message?: unknown };
  const words = [message, name].find((word) => typeof word === 'string' && word !== '');
  return typeof words === 'string' ? words : 'an error that is no Error';
}

/** Text that is no URL does not show where its userinfo ends: all before the last `@` may be a password. */
function withoutUserInfo(url: string): string {
  return url.replace(/^((?:[^/?#@]*\/\/)?).*@/s, '$1…@');
}

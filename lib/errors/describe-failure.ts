import { isToken } from '../message/header-grammar.js';
import { parsedURL } from '../message/parsed-url.js';
import { encodingName } from '../message/text-encoding.js';
import { DecodingError } from './decoding-error.js';
import { bareURL } from './failed-exchange.js';
import { typeNameOf } from './type-name.js';
import type { FailureReason } from './failure-reason.js';
import type { SessionFailure } from './session-failure.js';

/** Describes a failure in one sentence, without header values, credentials and bodies. */
export function describeFailure(failure: SessionFailure): string {
  switch (failure.kind) {
    case 'createUploadableFailed':
      return `The upload body could not be made: ${messageOf(failure.error)}`;
    case 'createURLRequestFailed':
      return `The URLRequest could not be made: ${messageOf(failure.error)}`;
    case 'downloadedFileMoveFailed':
      return `The downloaded file could not be moved to its destination: ${messageOf(failure.error)}`;
    case 'explicitlyCancelled':
      return `The request was cancelled${reasonOfAbort(failure.error)}`;
    case 'invalidURL':
      return describeURL(failure.url);
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
      return `The exchange failed (${failure.code}): ${detailOf(failure)}`;
    case 'unsupported':
      return `Not supported on this platform or by this transport: ${failure.feature}`;
    default:
      return `${SUBJECT[failure.kind]}: ${describeReason(failure.reason)}`;
  }
}

/** The sentence for a failure as it follows `GET https://api.example.com/users/17: `. */
export function describeFailureOf(failure: SessionFailure): string {
  switch (failure.kind) {
    case 'responseValidationFailed':
      return describeReason(failure.reason);
    case 'sessionTaskFailed':
      return `failed (${failure.code}): ${detailOf(failure)}`;
    default:
      return describeFailure(failure).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
  }
}

/** Leaves out the reason that every `abort()` without one has. */
function reasonOfAbort(error: unknown): string {
  const { name } = Object(error) as { readonly name?: unknown };
  return error === undefined || name === 'AbortError' ? '.' : `: ${messageOf(error)}`;
}

function detailOf({ detail, error }: Extract<SessionFailure, { kind: 'sessionTaskFailed' }>): string {
  return detail ?? messageOf(error);
}

function describeURL(url: string): string {
  if (url === '') return 'Not a valid URL: the text is empty';
  const shown = withoutUserInfo(url);
  return parsedURL(url) === undefined && parsedURL(url, ANY_BASE) !== undefined
    ? `Not an absolute URL: "${bareURL(shown)}" is relative; set baseURL in the configuration of the session, or give the whole URL`
    : `Not a valid URL: "${shown}"`;
}

const ANY_BASE = 'http://base.invalid/';

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
      return describeHeader(reason);
    case 'hopByHopHeader':
      return `the header ${JSON.stringify(reason.name)} belongs to the connection, which the transport looks after`;
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
      return encodingName(reason.encoding) === undefined
        ? `${JSON.stringify(reason.encoding)} is no encoding of the Encoding standard`
        : `the body is not valid ${reason.encoding}`;
    case 'customSerializationFailed':
    case 'customValidationFailed':
      return messageOf(reason.error);
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

function describeHeader({ name, given }: Extract<FailureReason, { kind: 'invalidHeader' }>): string {
  if (!isToken(name)) return `${JSON.stringify(name)} is no name of a header`;
  return given === undefined
    ? `the value of the header ${JSON.stringify(name)} has a forbidden character`
    : `the value of the header ${JSON.stringify(name)} is ${given}, not a string`;
}

/** Repeats only the position: the text of a parser or a schema may quote the body. */
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

/** An error's message in one line. `instanceof` does not see errors of another realm. */
function messageOf(error: unknown): string {
  if (typeof error === 'string') return inOneLine(error);
  const { name, message } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const words = [message, name].find((word) => typeof word === 'string' && word !== '');
  return typeof words === 'string' ? inOneLine(words) : `${typeNameOf(error)} was thrown, not an Error`;
}

function inOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Drops all before the last `@`: text that is no URL does not show where its userinfo ends. */
function withoutUserInfo(url: string): string {
  return url.replace(/^((?:[^/?#@]*\/\/)?).*@/s, '$1…@');
}

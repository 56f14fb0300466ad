export { DecodingError, type DecodingIssue } from './errors/decoding-error.js';
export type {
  FailureReason,
  MultipartEncodingFailureReason,
  MultipartLimit,
  MultipartReadingFailureReason,
  ParameterEncoderFailureReason,
  ParameterEncodingFailureReason,
  ResponseSerializationFailureReason,
  ResponseValidationFailureReason,
  ServerTrustFailureReason,
  URLRequestValidationFailureReason,
} from './errors/failure-reason.js';
export type { SessionFailure } from './errors/session-failure.js';
export { type RequestFailure } from './extending/request-retrier.js';

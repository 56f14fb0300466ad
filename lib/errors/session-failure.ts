import type {
  MultipartEncodingFailureReason,
  MultipartReadingFailureReason,
  ParameterEncoderFailureReason,
  ParameterEncodingFailureReason,
  ResponseSerializationFailureReason,
  ResponseValidationFailureReason,
  ServerTrustFailureReason,
  URLRequestValidationFailureReason,
} from './failure-reason.js';
import type { NetworkErrorCode } from './network-error-code.js';

/**
 * What can go wrong, as data: Alamofire's `AFError` cases, `multipartReadingFailed` for inbound forms, and
 * `unsupported` for what the platform cannot do. Where a case wraps another error, that error is `error`.
 */
export type SessionFailure =
  | { kind: 'createUploadableFailed'; error: unknown }
  | { kind: 'createURLRequestFailed'; error: unknown }
  | { kind: 'downloadedFileMoveFailed'; error: unknown; source: string; destination: string | undefined }
  | { kind: 'explicitlyCancelled' }
  | { kind: 'invalidURL'; url: string }
  | { kind: 'multipartEncodingFailed'; reason: MultipartEncodingFailureReason }
  | { kind: 'multipartReadingFailed'; reason: MultipartReadingFailureReason }
  | { kind: 'parameterEncodingFailed'; reason: ParameterEncodingFailureReason }
  | { kind: 'parameterEncoderFailed'; reason: ParameterEncoderFailureReason }
  | { kind: 'requestAdaptationFailed'; error: unknown }
  | { kind: 'requestRetryFailed'; error: unknown; originalError: unknown }
  | { kind: 'responseValidationFailed'; reason: ResponseValidationFailureReason }
  | { kind: 'responseSerializationFailed'; reason: ResponseSerializationFailureReason }
  | { kind: 'serverTrustEvaluationFailed'; reason: ServerTrustFailureReason }
  | { kind: 'sessionDeinitialized' }
  | { kind: 'sessionInvalidated'; error?: unknown }
  | {
      kind: 'sessionTaskFailed';
      code: NetworkErrorCode;
      error?: unknown;
      detail?: string;
      /** With what a download goes on where it was broken off. */
      downloadResumeData?: Uint8Array;
    }
  | { kind: 'urlRequestValidationFailed'; reason: URLRequestValidationFailureReason }
  | { kind: 'unsupported'; feature: string };

/** The word that tells one {@link SessionFailure} from another. */
export type SessionErrorKind = SessionFailure['kind'];

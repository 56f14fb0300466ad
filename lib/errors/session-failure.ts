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
 * Failures as data: Alamofire's `AFError` cases, `multipartReadingFailed` for inbound forms, and `unsupported` for
 * what the platform cannot do. A wrapped error is in `error`.
 */
export type SessionFailure =
  | { kind: 'createUploadableFailed'; error: unknown }
  | { kind: 'createURLRequestFailed'; error: unknown }
  | { kind: 'downloadedFileMoveFailed'; error: unknown; source: string; destination: string | undefined }
  /** `error` is the reason of the AbortSignal that cancelled, if it has one of its own. */
  | { kind: 'explicitlyCancelled'; error?: unknown }
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
      /** Resume data: pass it to `session.download({ resumingWith })`. */
      downloadResumeData?: Uint8Array;
    }
  | { kind: 'urlRequestValidationFailed'; reason: URLRequestValidationFailureReason }
  | { kind: 'unsupported'; feature: string };

/** `kind` of a {@link SessionFailure}. */
export type SessionErrorKind = SessionFailure['kind'];

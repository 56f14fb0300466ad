/**
 * Nested reasons of a SessionError, one union for each Alamofire `AFError` case that has one. They are plain data, to be
 * compared, switched over exhaustively, and printed.
 */

/** Reasons of `multipartEncodingFailed` (`AFError.MultipartEncodingFailureReason`). */
export type MultipartEncodingFailureReason =
  | { kind: 'bodyPartURLInvalid'; url: string }
  | { kind: 'bodyPartFilenameInvalid'; url: string }
  | { kind: 'bodyPartFileNotReachable'; url: string }
  | { kind: 'bodyPartFileNotReachableWithError'; url: string; error: unknown }
  | { kind: 'bodyPartFileIsDirectory'; url: string }
  | { kind: 'bodyPartFileSizeNotAvailable'; url: string }
  | { kind: 'bodyPartHeaderInvalid'; name: string }
  | { kind: 'boundaryInvalid'; boundary: string }
  | { kind: 'bodyPartConsumed'; name: string }
  | { kind: 'outputStreamCreationFailed'; url: string; error: unknown }
  | { kind: 'outputStreamFileAlreadyExists'; url: string }
  | { kind: 'outputStreamURLInvalid'; url: string }
  | { kind: 'outputStreamWriteFailed'; error: unknown }
  | { kind: 'inputStreamReadFailed'; error: unknown }
  | { kind: 'unexpectedInputStreamLength'; bytesExpected: number; bytesRead: number };

/** A limit of reading a multipart body. */
export type MultipartLimit =
  'parts' | 'headerPairs' | 'fields' | 'files' | 'fieldNameSize' | 'fieldSize' | 'fileSize' | 'bytesInMemory';

/** Reasons of `multipartReadingFailed`, for inbound forms. Alamofire reads none. */
export type MultipartReadingFailureReason =
  | { kind: 'contentTypeInvalid'; contentType: string | undefined }
  | { kind: 'boundaryMissing' }
  | { kind: 'limitInvalid'; limit: MultipartLimit; maximum: number }
  | { kind: 'limitExceeded'; limit: MultipartLimit; maximum: number }
  | { kind: 'partHeaderInvalid' }
  | { kind: 'partCharsetUnknown'; name: string }
  | { kind: 'partLeft'; name: string }
  | { kind: 'bodyConsumed' }
  | { kind: 'unexpectedEnd' }
  | { kind: 'inputStreamReadFailed'; error: unknown };

/** Reasons of `parameterEncodingFailed` (`AFError.ParameterEncodingFailureReason`). */
export type ParameterEncodingFailureReason =
  | { kind: 'missingURL' }
  | { kind: 'jsonEncodingFailed'; error: unknown }
  | { kind: 'customEncodingFailed'; error: unknown };

/** Reasons of `parameterEncoderFailed` (`AFError.ParameterEncoderFailureReason`). */
export type ParameterEncoderFailureReason =
  | { kind: 'missingRequiredComponent'; component: 'url' | 'httpMethod' }
  | { kind: 'encoderFailed'; error: unknown };

/** Reasons of `responseValidationFailed` (`AFError.ResponseValidationFailureReason`). */
export type ResponseValidationFailureReason =
  | { kind: 'dataFileNil' }
  | { kind: 'dataFileReadFailed'; url: string }
  | { kind: 'missingContentType'; acceptableContentTypes: readonly string[] }
  | {
      kind: 'unacceptableContentType';
      acceptableContentTypes: readonly string[];
      responseContentType: string;
    }
  | { kind: 'unacceptableStatusCode'; code: number }
  | { kind: 'customValidationFailed'; error: unknown };

/** Reasons of `responseSerializationFailed` (`AFError.ResponseSerializationFailureReason`). */
export type ResponseSerializationFailureReason =
  | { kind: 'inputDataNilOrZeroLength' }
  | { kind: 'inputFileNil' }
  | { kind: 'inputFileReadFailed'; url: string; error?: unknown }
  | { kind: 'stringSerializationFailed'; encoding: string }
  | { kind: 'jsonSerializationFailed'; error: unknown }
  | { kind: 'decodingFailed'; error: unknown }
  | { kind: 'customSerializationFailed'; error: unknown }
  | { kind: 'invalidEmptyResponse'; type: string }
  | { kind: 'maximumLengthExceeded'; maximum: number };

/** Reasons of `serverTrustEvaluationFailed` (`AFError.ServerTrustFailureReason`). */
export type ServerTrustFailureReason =
  | { kind: 'noRequiredEvaluator'; host: string }
  | { kind: 'noCertificatesFound' }
  | { kind: 'noPublicKeysFound' }
  | { kind: 'trustEvaluationFailed'; error: unknown }
  | { kind: 'hostValidationFailed'; host: string }
  | { kind: 'revocationCheckFailed'; host: string }
  | { kind: 'certificatePinningFailed'; host: string }
  | { kind: 'publicKeyPinningFailed'; host: string }
  | { kind: 'customEvaluationFailed'; error: unknown };

/** Reasons of `urlRequestValidationFailed` (`AFError.URLRequestValidationFailureReason`). */
export type URLRequestValidationFailureReason =
  | { kind: 'bodyDataInGETRequest' }
  /** `given`: what the value is, if it is no string. */
  | { kind: 'invalidHeader'; name: string; given?: string }
  | { kind: 'hopByHopHeader'; name: string }
  | { kind: 'invalidMethod'; method: string }
  | { kind: 'invalidTimeout'; timeout: number };

/** Nested reason of any kind of failure. */
export type FailureReason =
  | MultipartEncodingFailureReason
  | MultipartReadingFailureReason
  | ParameterEncodingFailureReason
  | ParameterEncoderFailureReason
  | ResponseValidationFailureReason
  | ResponseSerializationFailureReason
  | ServerTrustFailureReason
  | URLRequestValidationFailureReason;

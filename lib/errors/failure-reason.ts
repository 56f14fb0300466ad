/**
 * The nested reasons of a SessionError, one union per Alamofire `AFError` case that has one.
 * Plain data: a reason can be compared, switched over exhaustively, and printed.
 */

/** Why a multipart form could not be encoded (`AFError.MultipartEncodingFailureReason`). */
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

/** Why an inbound multipart body could not be read; Alamofire, which reads none, has no such case. */
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

/** Why a `ParameterEncoding` failed (`AFError.ParameterEncodingFailureReason`). */
export type ParameterEncodingFailureReason =
  | { kind: 'missingURL' }
  | { kind: 'jsonEncodingFailed'; error: unknown }
  | { kind: 'customEncodingFailed'; error: unknown };

/** Why a `ParameterEncoder` failed (`AFError.ParameterEncoderFailureReason`). */
export type ParameterEncoderFailureReason =
  | { kind: 'missingRequiredComponent'; component: 'url' | 'httpMethod' }
  | { kind: 'encoderFailed'; error: unknown };

/** Why a response was not acceptable (`AFError.ResponseValidationFailureReason`). */
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

/** Why a response could not be serialized (`AFError.ResponseSerializationFailureReason`). */
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

/** Why a server was not trusted (`AFError.ServerTrustFailureReason`). */
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

/** Why a URLRequest may not be sent as it is (`AFError.URLRequestValidationFailureReason`). */
export type URLRequestValidationFailureReason =
  | { kind: 'bodyDataInGETRequest' }
  /** `given`: what the value is, if it is no string. */
  | { kind: 'invalidHeader'; name: string; given?: string }
  | { kind: 'hopByHopHeader'; name: string }
  | { kind: 'invalidMethod'; method: string }
  | { kind: 'invalidTimeout'; timeout: number };

/** Any of the nested reasons. */
export type FailureReason =
  | MultipartEncodingFailureReason
  | MultipartReadingFailureReason
  | ParameterEncodingFailureReason
  | ParameterEncoderFailureReason
  | ResponseValidationFailureReason
  | ResponseSerializationFailureReason
  | ServerTrustFailureReason
  | URLRequestValidationFailureReason;

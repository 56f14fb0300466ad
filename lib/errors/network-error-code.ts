/**
 * Network failure by one word, equal in Node, over XHR and over fetch: the names of Foundation's `URLError.Code`, and
 * two more.
 */
export type NetworkErrorCode = URLErrorCode | 'badRedirect' | 'requestBodyStreamFailed';

/**
 * Names of Foundation's `URLError.Code`. Those of Apple's platforms alone are reported by no transport of this library;
 * a caller's transport may report them.
 */
type URLErrorCode =
  | 'appTransportSecurityRequiresSecureConnection'
  | 'backgroundSessionInUseByAnotherProcess'
  | 'backgroundSessionRequiresSharedContainer'
  | 'backgroundSessionWasDisconnected'
  | 'badServerResponse'
  | 'badURL'
  | 'callIsActive'
  | 'cancelled'
  | 'cannotCloseFile'
  | 'cannotConnectToHost'
  | 'cannotCreateFile'
  | 'cannotDecodeContentData'
  | 'cannotDecodeRawData'
  | 'cannotFindHost'
  | 'cannotLoadFromNetwork'
  | 'cannotMoveFile'
  | 'cannotOpenFile'
  | 'cannotParseResponse'
  | 'cannotRemoveFile'
  | 'cannotWriteToFile'
  | 'clientCertificateRejected'
  | 'clientCertificateRequired'
  | 'dataLengthExceedsMaximum'
  | 'dataNotAllowed'
  | 'dnsLookupFailed'
  | 'downloadDecodingFailedMidStream'
  | 'downloadDecodingFailedToComplete'
  | 'fileDoesNotExist'
  | 'fileIsDirectory'
  | 'httpTooManyRedirects'
  | 'internationalRoamingOff'
  | 'networkConnectionLost'
  | 'noPermissionsToReadFile'
  | 'notConnectedToInternet'
  | 'redirectToNonExistentLocation'
  | 'requestBodyStreamExhausted'
  | 'resourceUnavailable'
  | 'secureConnectionFailed'
  | 'serverCertificateHasBadDate'
  | 'serverCertificateHasUnknownRoot'
  | 'serverCertificateNotYetValid'
  | 'serverCertificateUntrusted'
  | 'timedOut'
  | 'unknown'
  | 'unsupportedURL'
  | 'userAuthenticationRequired'
  | 'userCancelledAuthentication'
  | 'zeroByteResource';

/** Status codes of failures that may pass (`RetryPolicy.defaultRetryableHTTPStatusCodes`). */
export const transientStatusCodes: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** Network codes of failures that may pass (`RetryPolicy.defaultRetryableErrorCodes`). */
export const transientErrorCodes: ReadonlySet<NetworkErrorCode> = new Set<NetworkErrorCode>([
  'backgroundSessionInUseByAnotherProcess',
  'backgroundSessionWasDisconnected',
  'badServerResponse',
  'callIsActive',
  'cannotConnectToHost',
  'cannotFindHost',
  'cannotLoadFromNetwork',
  'dataNotAllowed',
  'dnsLookupFailed',
  'downloadDecodingFailedMidStream',
  'downloadDecodingFailedToComplete',
  'internationalRoamingOff',
  'networkConnectionLost',
  'notConnectedToInternet',
  'secureConnectionFailed',
  'serverCertificateHasBadDate',
  'serverCertificateNotYetValid',
  'timedOut',
]);

/** True for a failure with one of these codes. */
export function isTransient(code: NetworkErrorCode | undefined, statusCode: number | undefined): boolean {
  if (code !== undefined && transientErrorCodes.has(code)) return true;
  return statusCode !== undefined && transientStatusCodes.has(statusCode);
}

/**
 * What went wrong on the way to the server and back: one word that is the same in Node, over XHR and
 * over fetch. The words are those of Foundation's `URLError.Code`, and two more.
 */
export type NetworkErrorCode = URLErrorCode | 'badRedirect' | 'requestBodyStreamFailed';

/**
 * Every word of Foundation's `URLError.Code`. Some name what happens on Apple's platforms alone: no transport
 * of this library reports them, one of a caller's may.
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

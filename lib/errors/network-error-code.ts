/**
 * What went wrong on the way to the server and back: one word that is the same in Node, over XHR and
 * over fetch. The words are those of Foundation's `URLError.Code`.
 */
export type NetworkErrorCode =
  | 'timedOut'
  | 'cannotFindHost'
  | 'cannotConnectToHost'
  | 'networkConnectionLost'
  | 'notConnectedToInternet'
  | 'secureConnectionFailed'
  | 'serverCertificateUntrusted'
  | 'serverCertificateHasBadDate'
  | 'serverCertificateHasUnknownRoot'
  | 'clientCertificateRequired'
  | 'badServerResponse'
  | 'cannotDecodeContentData'
  | 'dataLengthExceedsMaximum'
  | 'httpTooManyRedirects'
  | 'badRedirect'
  | 'badURL'
  | 'unsupportedURL'
  | 'requestBodyStreamExhausted'
  | 'requestBodyStreamFailed'
  | 'fileDoesNotExist'
  | 'noPermissionsToReadFile'
  | 'cancelled'
  | 'unknown';

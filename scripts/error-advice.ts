import type { FailureReason } from '../lib/errors/failure-reason.js';
import type { NetworkErrorCode } from '../lib/errors/network-error-code.js';
import type { SessionErrorKind, SessionFailure } from '../lib/errors/session-failure.js';

/** An example of a failure, and what its user does about it. */
export interface Advice<Example> {
  readonly example: Example;
  readonly todo: string;
}

type KindWithReason = Extract<SessionFailure, { reason: FailureReason }>['kind'];
type ReasonOf<K extends KindWithReason> = Extract<SessionFailure, { kind: K }>['reason'];
type PlainKind = Exclude<SessionErrorKind, KindWithReason | 'sessionTaskFailed'>;

const error = new Error('…');
const file = 'file:///reports/17.pdf';
const types = ['application/json'];

function row<T>(example: T, todo: string): Advice<T> {
  return { example, todo };
}

export const PLAIN: { readonly [K in PlainKind]: Advice<Extract<SessionFailure, { kind: K }>> } = {
  createURLRequestFailed: row(
    { kind: 'createURLRequestFailed', error },
    'Correct the URL, the options or the convertible that `cause` speaks of.',
  ),
  createUploadableFailed: row(
    { kind: 'createUploadableFailed', error },
    'Look at `cause`: the body, or the function that makes it, failed.',
  ),
  downloadedFileMoveFailed: row(
    { kind: 'downloadedFileMoveFailed', error, source: file, destination: file },
    'Choose another destination, or `removePreviousFile`; `sourceURL` and `destinationURL` say which.',
  ),
  explicitlyCancelled: row(
    { kind: 'explicitlyCancelled' },
    'Nothing: you cancelled, aborted or unsubscribed. The reason of an AbortSignal is `cause`.',
  ),
  invalidURL: row({ kind: 'invalidURL', url: 'users/17' }, 'Give the whole URL, or set `baseURL`.'),
  requestAdaptationFailed: row(
    { kind: 'requestAdaptationFailed', error },
    'Look at `cause`: an adapter, such as one that gets a token, failed.',
  ),
  requestRetryFailed: row(
    { kind: 'requestRetryFailed', error, originalError: new Error('…') },
    'Look at `cause` for the retrier, at `failure.originalError` for the request.',
  ),
  sessionDeinitialized: row({ kind: 'sessionDeinitialized' }, 'Keep the session as long as its requests.'),
  sessionInvalidated: row({ kind: 'sessionInvalidated' }, 'Make requests with a session that is not closed.'),
  unsupported: row(
    { kind: 'unsupported', feature: 'files on disk' },
    'Do without it here: the platform or the transport has no such thing.',
  ),
};

export const REASONS: {
  readonly [K in KindWithReason]: {
    readonly [R in ReasonOf<K>['kind']]: Advice<Extract<ReasonOf<K>, { kind: R }>>;
  };
} = {
  multipartEncodingFailed: {
    bodyPartURLInvalid: row({ kind: 'bodyPartURLInvalid', url: 'https://a.example/' }, 'Give a `file:` URL.'),
    bodyPartFilenameInvalid: row({ kind: 'bodyPartFilenameInvalid', url: file }, 'Give a `fileName`.'),
    bodyPartFileNotReachable: row({ kind: 'bodyPartFileNotReachable', url: file }, 'Check the path.'),
    bodyPartFileNotReachableWithError: row(
      { kind: 'bodyPartFileNotReachableWithError', url: file, error },
      'Check the path and its permissions.',
    ),
    bodyPartFileIsDirectory: row({ kind: 'bodyPartFileIsDirectory', url: file }, 'Give a file.'),
    bodyPartFileSizeNotAvailable: row(
      { kind: 'bodyPartFileSizeNotAvailable', url: file },
      'Check the FileManager.',
    ),
    bodyPartHeaderInvalid: row(
      { kind: 'bodyPartHeaderInvalid', name: 'X' },
      'Correct the header of the part.',
    ),
    boundaryInvalid: row({ kind: 'boundaryInvalid', boundary: 'ä' }, 'Leave the boundary out.'),
    bodyPartConsumed: row(
      { kind: 'bodyPartConsumed', name: 'photo' },
      'Give a function that opens the stream anew.',
    ),
    outputStreamCreationFailed: row(
      { kind: 'outputStreamCreationFailed', url: file, error },
      'Check the folder and its permissions.',
    ),
    outputStreamFileAlreadyExists: row(
      { kind: 'outputStreamFileAlreadyExists', url: file },
      'Remove the file first.',
    ),
    outputStreamURLInvalid: row({ kind: 'outputStreamURLInvalid', url: 'x' }, 'Give a `file:` URL.'),
    outputStreamWriteFailed: row({ kind: 'outputStreamWriteFailed', error }, 'Make room on the disk.'),
    inputStreamReadFailed: row({ kind: 'inputStreamReadFailed', error }, 'Look at `cause`: a stream failed.'),
    unexpectedInputStreamLength: row(
      { kind: 'unexpectedInputStreamLength', bytesExpected: 10, bytesRead: 7 },
      'Declare the right `length`, or none.',
    ),
  },
  multipartReadingFailed: {
    contentTypeInvalid: row(
      { kind: 'contentTypeInvalid', contentType: 'text/plain' },
      'Answer 415: the message holds no form.',
    ),
    boundaryMissing: row({ kind: 'boundaryMissing' }, 'Answer 400.'),
    limitInvalid: row(
      { kind: 'limitInvalid', limit: 'parts', maximum: -1 },
      'Give a number of zero or more.',
    ),
    limitExceeded: row(
      { kind: 'limitExceeded', limit: 'parts', maximum: 1000 },
      'Answer 413, or raise the limit.',
    ),
    partHeaderInvalid: row({ kind: 'partHeaderInvalid' }, 'Answer 400.'),
    partCharsetUnknown: row({ kind: 'partCharsetUnknown', name: 'note' }, 'Answer 400.'),
    partLeft: row({ kind: 'partLeft', name: 'photo' }, 'Read a part before the next one is asked for.'),
    bodyConsumed: row({ kind: 'bodyConsumed' }, 'Read a message once.'),
    unexpectedEnd: row({ kind: 'unexpectedEnd' }, 'Nothing: the sender left.'),
    inputStreamReadFailed: row(
      { kind: 'inputStreamReadFailed', error },
      'Look at `cause`: the connection failed.',
    ),
  },
  parameterEncodingFailed: {
    missingURL: row({ kind: 'missingURL' }, 'Give the request a URL.'),
    jsonEncodingFailed: row({ kind: 'jsonEncodingFailed', error }, 'Give values that JSON has.'),
    customEncodingFailed: row(
      { kind: 'customEncodingFailed', error },
      'Look at `cause`: your encoding failed.',
    ),
  },
  parameterEncoderFailed: {
    missingRequiredComponent: row(
      { kind: 'missingRequiredComponent', component: 'url' },
      'Give the request a URL and a method.',
    ),
    encoderFailed: row(
      { kind: 'encoderFailed', error },
      'Give parameters that the encoder can write; `cause` has the key path.',
    ),
  },
  responseValidationFailed: {
    dataFileNil: row({ kind: 'dataFileNil' }, 'Report it: a download ended without a file.'),
    dataFileReadFailed: row({ kind: 'dataFileReadFailed', url: file }, 'Check the temporary folder.'),
    missingContentType: row(
      { kind: 'missingContentType', acceptableContentTypes: types },
      'Let the server name a type, or validate without types.',
    ),
    unacceptableContentType: row(
      { kind: 'unacceptableContentType', acceptableContentTypes: types, responseContentType: 'text/html' },
      'Look at `error.text()`: often it is the page of a proxy or a login.',
    ),
    unacceptableStatusCode: row(
      { kind: 'unacceptableStatusCode', code: 503 },
      'Look at `error.response` and `error.json()`. 408, 500, 502, 503 and 504 are retried.',
    ),
    customValidationFailed: row(
      { kind: 'customValidationFailed', error },
      'Look at `cause`: your validation refused.',
    ),
  },
  responseSerializationFailed: {
    inputDataNilOrZeroLength: row(
      { kind: 'inputDataNilOrZeroLength' },
      'Expect an empty body by `emptyResponseCodes`.',
    ),
    inputFileNil: row({ kind: 'inputFileNil' }, 'Look at the error of the download.'),
    inputFileReadFailed: row(
      { kind: 'inputFileReadFailed', url: file },
      'Check the file and its permissions.',
    ),
    stringSerializationFailed: row(
      { kind: 'stringSerializationFailed', encoding: 'utf-8' },
      'Give the `encoding` that the server writes, or read bytes.',
    ),
    jsonSerializationFailed: row(
      { kind: 'jsonSerializationFailed', error },
      'Look at `error.text()`: it is no JSON.',
    ),
    decodingFailed: row(
      { kind: 'decodingFailed', error },
      'Compare `error.json()` with the schema; `cause` has the issues.',
    ),
    customSerializationFailed: row(
      { kind: 'customSerializationFailed', error },
      'Look at `cause`: your serializer failed.',
    ),
    invalidEmptyResponse: row(
      { kind: 'invalidEmptyResponse', type: 'zod schema' },
      'Give the schema an empty value: `withEmptyValue`.',
    ),
    maximumLengthExceeded: row(
      { kind: 'maximumLengthExceeded', maximum: 16_777_216 },
      'Raise the limit of lines or events, or split them.',
    ),
  },
  serverTrustEvaluationFailed: {
    noRequiredEvaluator: row(
      { kind: 'noRequiredEvaluator', host: 'a.example' },
      'Give the host an evaluator.',
    ),
    noCertificatesFound: row({ kind: 'noCertificatesFound' }, 'Give the evaluator certificates.'),
    noPublicKeysFound: row({ kind: 'noPublicKeysFound' }, 'Give the evaluator keys.'),
    trustEvaluationFailed: row(
      { kind: 'trustEvaluationFailed', error },
      'Look at `cause`: the chain leads to no anchor.',
    ),
    hostValidationFailed: row(
      { kind: 'hostValidationFailed', host: 'a.example' },
      'Ask the server by a name of its certificate.',
    ),
    revocationCheckFailed: row(
      { kind: 'revocationCheckFailed', host: 'a.example' },
      'Trust it no more: renew the certificate.',
    ),
    certificatePinningFailed: row(
      { kind: 'certificatePinningFailed', host: 'a.example' },
      'Pin the new certificate, if you know that it changed.',
    ),
    publicKeyPinningFailed: row(
      { kind: 'publicKeyPinningFailed', host: 'a.example' },
      'Pin the new key, if you know that it changed.',
    ),
    customEvaluationFailed: row(
      { kind: 'customEvaluationFailed', error },
      'Look at `cause`: your evaluator refused.',
    ),
  },
  urlRequestValidationFailed: {
    bodyDataInGETRequest: row({ kind: 'bodyDataInGETRequest' }, 'Use another method, or the query.'),
    invalidHeader: row(
      { kind: 'invalidHeader', name: 'X-Trace' },
      'Give a value without controls, of Latin-1.',
    ),
    hopByHopHeader: row(
      { kind: 'hopByHopHeader', name: 'Upgrade' },
      'Leave it out: the transport writes it.',
    ),
    invalidMethod: row({ kind: 'invalidMethod', method: 'GE T' }, 'Give a method of RFC 9110.'),
    invalidTimeout: row({ kind: 'invalidTimeout', timeout: -1 }, 'Give milliseconds of zero or more.'),
  },
};

const SERVER = 'Ask the owner of the server.';
const DISK = 'Check the path, its permissions and the room on the disk.';

/** What to do about a code of `sessionTaskFailed`; null for those that no transport of this library reports. */
export const CODES: Readonly<Record<NetworkErrorCode, string | null>> = {
  timedOut:
    'Try again, or raise `timeout`, `timeoutIntervalForResource` or `connectTimeout`; the sentence says which.',
  cannotFindHost: 'Check the name of the host, and the DNS.',
  cannotConnectToHost: 'Check the port, and that the server runs.',
  networkConnectionLost: 'Try again: the connection broke. What is idempotent is retried.',
  notConnectedToInternet: 'Wait for the network: `OfflineRetrier`.',
  secureConnectionFailed: 'Check that the port speaks TLS, and which versions.',
  serverCertificateHasBadDate: SERVER,
  serverCertificateNotYetValid: 'Check the clock; else ask the owner of the server.',
  serverCertificateHasUnknownRoot: 'Trust its authority: see `docs/trust.md`.',
  serverCertificateUntrusted: 'Check the name of the host. Else trust it no more.',
  clientCertificateRequired: 'Give a client certificate.',
  clientCertificateRejected: 'Give another client certificate.',
  badServerResponse: 'Ask the owner of the server: what came is no HTTP.',
  cannotParseResponse: SERVER,
  cannotDecodeContentData: 'Ask the owner of the server: the body is not compressed as it says.',
  cannotDecodeRawData: SERVER,
  dataLengthExceedsMaximum: 'Raise `maximumResponseBodySize`, or stream the body.',
  httpTooManyRedirects: 'Look at the circle the sentence names, or raise `maximumRedirects`.',
  redirectToNonExistentLocation: SERVER,
  badRedirect: 'Ask the owner of the server: a redirect leads nowhere, or its body cannot be sent again.',
  badURL: 'Correct the URL.',
  unsupportedURL: 'Use http or https.',
  requestBodyStreamExhausted: 'Give a function that opens the body anew.',
  requestBodyStreamFailed: 'Look at `cause`: the stream of the body failed, or has another length.',
  userAuthenticationRequired: 'Give a credential: `authenticate()`.',
  userCancelledAuthentication: 'Nothing: authentication was cancelled.',
  resourceUnavailable: 'Nothing is stored: `returnCacheDataDontLoad` loads nothing.',
  cancelled: 'Nothing: it was cancelled beneath the session.',
  unknown: 'Look at `cause`; report what it is.',
  fileDoesNotExist: DISK,
  fileIsDirectory: DISK,
  noPermissionsToReadFile: DISK,
  cannotOpenFile: DISK,
  cannotCloseFile: DISK,
  cannotCreateFile: DISK,
  cannotMoveFile: DISK,
  cannotRemoveFile: DISK,
  cannotWriteToFile: DISK,
  appTransportSecurityRequiresSecureConnection: null,
  backgroundSessionInUseByAnotherProcess: null,
  backgroundSessionRequiresSharedContainer: null,
  backgroundSessionWasDisconnected: null,
  callIsActive: null,
  cannotLoadFromNetwork: null,
  dataNotAllowed: null,
  dnsLookupFailed: null,
  downloadDecodingFailedMidStream: null,
  downloadDecodingFailedToComplete: null,
  internationalRoamingOff: null,
  zeroByteResource: null,
};

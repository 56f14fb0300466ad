import type { NetworkErrorCode } from '../errors/network-error-code.js';

/** What an error says about itself, whatever library it comes from. */
export interface ErrorWords {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** The system call that failed, of errors of Node. */
  readonly syscall: string;
}

/**
 * What one error alone tells: a code, `'network'` when it says no more than that there was no connection (any
 * more), `'unsupported'`, or undefined when it says nothing.
 */
export type Verdict = NetworkErrorCode | 'network' | 'unsupported' | undefined;

/** The verdict on one error, without regard to its causes. */
export function verdictOn(words: ErrorWords): Verdict {
  if (words.syscall === 'connect' && isAboutFiles(words.code)) return 'cannotConnectToHost';
  return (
    verdictOnMessage(words) ?? CODES.get(words.code) ?? verdictOnFamily(words.code) ?? NAMES.get(words.name)
  );
}

function isAboutFiles(code: string): boolean {
  return code === 'ENOENT' || code === 'EACCES' || code === 'EPERM';
}

/** Where one code stands for several things, or there is none, the message tells. */
function verdictOnMessage({ code, name, message }: ErrorWords): Verdict {
  switch (code) {
    case 'ECONNABORTED':
      return message.startsWith('timeout') ? 'timedOut' : 'networkConnectionLost';
    case 'ERR_BAD_REQUEST':
    case 'ERR_BAD_RESPONSE':
    case 'UND_ERR_INVALID_ARG':
    case '':
      return AXIOS_MESSAGES.find(([text]) => text.test(message))?.[1] ?? verdictOnFetch(name, message);
    default:
      return undefined;
  }
}

/** Errors of axios and its mocks that share a code, or have none. */
const AXIOS_MESSAGES: readonly (readonly [RegExp, Verdict])[] = [
  [/^timeout of \d+ms exceeded$/, 'timedOut'],
  [/^Network Error$/, 'network'],
  [/^(stream has been aborted|Request aborted|aborted|terminated|socket hang up)$/, 'networkConnectionLost'],
  [/^(maxContentLength size of|Request body larger than maxBodyLength)/, 'dataLengthExceedsMaximum'],
  [/^(Unsupported protocol|Invalid URL protocol|unknown scheme)/, 'unsupportedURL'],
];

/** How browsers word the one error of fetch. */
function verdictOnFetch(name: string, message: string): Verdict {
  if (name !== 'TypeError') return undefined;
  return FETCH_MESSAGES.find(([text]) => text.test(message))?.[1];
}

const FETCH_MESSAGES: readonly (readonly [RegExp, Verdict])[] = [
  [/^(Failed to fetch|fetch failed|Load failed|network error|NetworkError when attempting)/i, 'network'],
  [/^(Error in input stream|The network connection was lost)/, 'networkConnectionLost'],
  [/^The Internet connection appears to be offline/, 'notConnectedToInternet'],
  [/^Could not connect to the server/, 'cannotConnectToHost'],
  [/hostname could not be found/, 'cannotFindHost'],
  [/^Failed to (construct 'URL'|parse URL)|is not a valid URL/, 'badURL'],
];

/** The names of DOMExceptions that reach a request. */
const NAMES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['AbortError', 'cancelled'],
  ['CanceledError', 'cancelled'],
  ['TimeoutError', 'timedOut'],
  ['NetworkError', 'network'],
  ['QuotaExceededError', 'dataLengthExceedsMaximum'],
  ['NotReadableError', 'noPermissionsToReadFile'],
  ['NotFoundError', 'fileDoesNotExist'],
  ['EncodingError', 'cannotDecodeContentData'],
]);

/** Families of codes, by how they begin; the first that fits. */
function verdictOnFamily(code: string): Verdict {
  return FAMILIES.find(([family]) => family.test(code))?.[1];
}

const FAMILIES: readonly (readonly [RegExp, Verdict])[] = [
  [/^EAI_/, 'cannotFindHost'],
  [/^HPE_/, 'badServerResponse'],
  [/^(Z_|ZSTD_|ERR_ZSTD|ERR_BROTLI|ERR__ERROR_)/, 'cannotDecodeContentData'],
  [/^ERR_(SSL|TLS|OSSL).*CERTIFICATE_REQUIRED$/, 'clientCertificateRequired'],
  [/^ERR_(SSL|TLS|OSSL)/, 'secureConnectionFailed'],
  [/^ERR_HTTP2_/, 'networkConnectionLost'],
];

function all(verdict: Verdict, ...codes: string[]): [string, Verdict][] {
  return codes.map((code) => [code, verdict]);
}

/** Codes of Node (errno, DNS, TLS, streams), of undici and of axios. */
const CODES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ...all('timedOut', 'ETIMEDOUT', 'ETIMEOUT', 'ESOCKETTIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT'),
  ...all('timedOut', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'),
  ...all('timedOut', 'UND_ERR_BODY_TIMEOUT'),
  ...all('cannotFindHost', 'ENOTFOUND', 'ENODATA', 'ENONAME', 'ESERVFAIL', 'EREFUSED'),
  ...all('cannotConnectToHost', 'ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EADDRINUSE'),
  ...all('cannotConnectToHost', 'UND_ERR_SOCKS5'),
  ...all('notConnectedToInternet', 'ENETUNREACH', 'ENETDOWN'),
  ...all(
    'networkConnectionLost',
    'ECONNRESET',
    'EPIPE',
    'ENETRESET',
    'ENOTCONN',
    'UND_ERR_SOCKET',
    'UND_ERR_INFO',
  ),
  ...all('networkConnectionLost', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_STREAM_PREMATURE_CLOSE'),
  ...all('networkConnectionLost', 'HPE_INVALID_EOF_STATE'),
  ...all('networkConnectionLost', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'),
  ...all('serverCertificateHasBadDate', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'),
  ...all('serverCertificateHasUnknownRoot', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'),
  ...all('serverCertificateHasUnknownRoot', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
  ...all('serverCertificateHasUnknownRoot', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  ...all('serverCertificateUntrusted', 'ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH', 'CERT_REVOKED'),
  ...all('serverCertificateUntrusted', 'CERT_UNTRUSTED', 'CERT_REJECTED', 'CERT_SIGNATURE_FAILURE'),
  ...all('serverCertificateUntrusted', 'CERT_CHAIN_TOO_LONG', 'PATH_LENGTH_EXCEEDED', 'INVALID_CA'),
  ...all('serverCertificateUntrusted', 'INVALID_PURPOSE', 'UNABLE_TO_GET_CRL', 'CRL_HAS_EXPIRED'),
  ...all('secureConnectionFailed', 'EPROTO', 'UND_ERR_PRX_TLS'),
  ...all(
    'badServerResponse',
    'UND_ERR_HEADERS_OVERFLOW',
    'UND_ERR_RESPONSE',
    'ERR_HTTP2_ERROR',
    'ERR_BAD_RESPONSE',
  ),
  ...all('dataLengthExceedsMaximum', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_FR_MAX_BODY_LENGTH_EXCEEDED'),
  ...all('requestBodyStreamFailed', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'),
  ...all('fileDoesNotExist', 'ENOENT', 'ENOTDIR'),
  ...all('fileIsDirectory', 'EISDIR'),
  ...all('noPermissionsToReadFile', 'EACCES', 'EPERM'),
  ...all('httpTooManyRedirects', 'ERR_FR_TOO_MANY_REDIRECTS'),
  ...all('badRedirect', 'ERR_FR_REDIRECTION_FAILURE'),
  ...all('badURL', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS'),
  ...all('unsupportedURL', 'ERR_INVALID_PROTOCOL'),
  ...all('cancelled', 'ERR_CANCELED', 'ABORT_ERR', 'UND_ERR_ABORT', 'UND_ERR_ABORTED', 'UND_ERR_DESTROYED'),
  ...all('cancelled', 'UND_ERR_CLOSED'),
  ...all('unsupported', 'ERR_NOT_SUPPORT', 'UND_ERR_NOT_SUPPORTED'),
  ...all('network', 'ERR_NETWORK'),
]);

import type { ErrorWords, Verdict } from '../transport/network-error-verdict.js';
import { FILE_CODES } from './files/file-codes.js';

/** Verdict on an error code of Node. */
export function verdictOnPlatformCode({ code, syscall }: ErrorWords): Verdict {
  if (syscall === 'connect' && FILE_CODES.has(code)) return 'cannotConnectToHost';
  return CODES.get(code) ?? verdictOnFamily(code);
}

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

/** Codes of Node (errno, DNS, TLS, streams) and of undici. */
const CODES: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ...all('timedOut', 'ETIMEOUT', 'ESOCKETTIMEDOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT'),
  ...all('timedOut', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'),
  ...all('timedOut', 'UND_ERR_BODY_TIMEOUT'),
  ...all('cannotFindHost', 'ENODATA', 'ENONAME', 'ESERVFAIL', 'EREFUSED'),
  ...all('cannotConnectToHost', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EADDRINUSE'),
  ...all('cannotConnectToHost', 'UND_ERR_SOCKS5'),
  ...all('notConnectedToInternet', 'ENETUNREACH', 'ENETDOWN'),
  ...all('networkConnectionLost', 'EPIPE', 'ENETRESET', 'ENOTCONN', 'UND_ERR_SOCKET', 'UND_ERR_INFO'),
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
  ...all('badServerResponse', 'ERR_HTTP_MESSAGE_SYNTAX'),
  ...all('badServerResponse', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RESPONSE', 'ERR_HTTP2_ERROR'),
  ...all('dataLengthExceedsMaximum', 'UND_ERR_RES_EXCEEDED_MAX_SIZE'),
  ...all('requestBodyStreamFailed', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'),
  ...FILE_CODES,
  ...all('badRedirect', 'ERR_FR_REDIRECTION_FAILURE'),
  ...all('badURL', 'ERR_UNESCAPED_CHARACTERS'),
  ...all('unsupportedURL', 'ERR_INVALID_PROTOCOL'),
  ...all('cancelled', 'ABORT_ERR', 'UND_ERR_ABORT', 'UND_ERR_ABORTED', 'UND_ERR_DESTROYED'),
  ...all('cancelled', 'UND_ERR_CLOSED'),
  ...all('unsupported', 'UND_ERR_NOT_SUPPORTED'),
]);

/** Sentence for an error of Node whose own text does not help. */
export function sentenceOnPlatformError({ code, message }: ErrorWords): string | undefined {
  return SENTENCES.get(code) ?? openSSLReason(message);
}

const NO_TLS = 'the server does not speak TLS on this port; is it an http port?';
const SELF_SIGNED =
  'the certificate of the server is self-signed; to trust it, give it to a PinnedCertificatesTrustEvaluator with acceptSelfSignedCertificates';

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['ERR_SSL_WRONG_VERSION_NUMBER', NO_TLS],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', NO_TLS],
  ['ERR_SSL_HTTP_REQUEST', NO_TLS],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', SELF_SIGNED],
  ['SELF_SIGNED_CERT_IN_CHAIN', SELF_SIGNED],
]);

/** Reason within an error text of OpenSSL, which also holds addresses, source files and line breaks. */
function openSSLReason(message: string): string | undefined {
  const reason = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:\n]+)/i.exec(message)?.[1];
  return reason === undefined ? undefined : `TLS: ${reason.trim()}`;
}

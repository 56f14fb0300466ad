import { AxiosError, AxiosHeaders, CanceledError, type InternalAxiosRequestConfig } from 'axios';
import { errors as undici } from 'undici';
import { inspect } from 'node:util';
import type { NetworkErrorCode } from '../../lib/errors/network-error-code.js';
import { SessionError } from '../../lib/errors/session-error.js';
import { networkErrorCode, networkFailure } from '../../lib/transport/network-error.js';

const coded = (code: string, message = 'it failed', more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });
const axiosError = (message: string, code?: string, cause?: Error): AxiosError => {
  const headers = new AxiosHeaders({ Authorization: 'Bearer hidden' });
  const error = new AxiosError(message, code, {
    headers,
    url: '/',
    data: 'hidden',
  } as InternalAxiosRequestConfig);
  return cause === undefined ? error : Object.assign(error, { cause });
};

describe('networkFailure', () => {
  it.each<[NetworkErrorCode, ...string[]]>([
    ['timedOut', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'],
    ['timedOut', 'UND_ERR_BODY_TIMEOUT', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'ERR_SOCKET_CONNECTION_TIMEOUT'],
    ['cannotFindHost', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ESERVFAIL'],
    ['cannotConnectToHost', 'ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
    ['notConnectedToInternet', 'ENETUNREACH', 'ENETDOWN'],
    ['networkConnectionLost', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE'],
    ['networkConnectionLost', 'ERR_HTTP2_GOAWAY_SESSION', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
    ['serverCertificateHasBadDate', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'],
    ['serverCertificateHasUnknownRoot', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    [
      'serverCertificateHasUnknownRoot',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    ['serverCertificateUntrusted', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_REVOKED', 'CERT_REJECTED'],
    ['clientCertificateRequired', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    ['secureConnectionFailed', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'UND_ERR_PRX_TLS'],
    ['badServerResponse', 'HPE_INVALID_CONSTANT', 'HPE_HEADER_OVERFLOW', 'UND_ERR_HEADERS_OVERFLOW'],
    ['cannotDecodeContentData', 'Z_DATA_ERROR', 'Z_BUF_ERROR', 'ERR__ERROR_FORMAT_RESERVED'],
    ['cannotDecodeContentData', 'ERR_BROTLI_INVALID_PARAM', 'ZSTD_error_prefix_unknown'],
    ['dataLengthExceedsMaximum', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_FR_MAX_BODY_LENGTH_EXCEEDED'],
    ['requestBodyStreamFailed', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'],
    ['fileDoesNotExist', 'ENOENT'],
    ['noPermissionsToReadFile', 'EACCES', 'EPERM'],
    ['httpTooManyRedirects', 'ERR_FR_TOO_MANY_REDIRECTS'],
    ['badRedirect', 'ERR_FR_REDIRECTION_FAILURE'],
    ['badURL', 'ERR_INVALID_URL', 'ERR_UNESCAPED_CHARACTERS'],
    ['unsupportedURL', 'ERR_INVALID_PROTOCOL'],
    ['cancelled', 'ERR_CANCELED', 'ABORT_ERR', 'UND_ERR_ABORTED', 'UND_ERR_DESTROYED'],
    ['unknown', 'ERR_BAD_OPTION', 'ERR_BAD_OPTION_VALUE', 'ERR_NOBODY_KNOWS', ''],
  ])('makes %s of %s', (code, ...given) => {
    const failures = given.map((one) => networkFailure(coded(one)));
    expect(failures.map((failure) => failure.kind)).toEqual(given.map(() => 'sessionTaskFailed'));
    expect(failures.map((failure) => failure.code)).toEqual(given.map(() => code));
  });

  it.each<[NetworkErrorCode, Error]>([
    ['timedOut', axiosError('timeout of 10ms exceeded', 'ECONNABORTED')],
    ['timedOut', axiosError('timeout of 10ms exceeded')],
    ['networkConnectionLost', axiosError('Request aborted', 'ECONNABORTED')],
    ['networkConnectionLost', axiosError('stream has been aborted', 'ERR_BAD_RESPONSE')],
    ['networkConnectionLost', new Error('aborted')],
    ['dataLengthExceedsMaximum', axiosError('maxContentLength size of 1 exceeded', 'ERR_BAD_RESPONSE')],
    [
      'dataLengthExceedsMaximum',
      axiosError('Request body larger than maxBodyLength limit', 'ERR_BAD_REQUEST'),
    ],
    ['unsupportedURL', axiosError('Unsupported protocol ftp:', 'ERR_BAD_REQUEST')],
    ['unsupportedURL', new TypeError('fetch failed', { cause: new Error('unknown scheme') })],
    [
      'unsupportedURL',
      new undici.InvalidArgumentError('Invalid URL protocol: the URL must start with `http:`'),
    ],
    ['badServerResponse', axiosError('no', 'ERR_BAD_RESPONSE')],
    ['unknown', axiosError('no', 'ERR_BAD_REQUEST')],
    ['cancelled', new CanceledError()],
    ['cancelled', new DOMException('gone', 'AbortError')],
    ['timedOut', new DOMException('late', 'TimeoutError')],
    ['dataLengthExceedsMaximum', new DOMException('full', 'QuotaExceededError')],
    ['cannotConnectToHost', axiosError('Network Error', 'ERR_NETWORK')],
    ['cannotConnectToHost', axiosError('Network Error')],
    ['cannotConnectToHost', new TypeError('Failed to fetch')],
    ['cannotConnectToHost', new TypeError('Load failed')],
    ['cannotConnectToHost', new TypeError('NetworkError when attempting to fetch resource.')],
    ['notConnectedToInternet', new TypeError('The Internet connection appears to be offline.')],
    ['badURL', new TypeError("Failed to construct 'URL': Invalid URL")],
    ['unknown', new TypeError('x is not a function')],
    ['unknown', new Error('Failed to fetch the user of an interceptor')],
    ['cannotConnectToHost', coded('ENOENT', 'no socket', { syscall: 'connect' })],
  ])('makes %s of %p', (code, error) => {
    expect(networkErrorCode(error)).toBe(code);
  });

  it.each<[NetworkErrorCode, Error]>([
    ['cannotConnectToHost', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })],
    ['badServerResponse', axiosError('Network Error', 'ERR_NETWORK', coded('HPE_INVALID_CONSTANT'))],
    ['cannotFindHost', axiosError('x', 'ERR_NETWORK', new Error('y', { cause: coded('ENOTFOUND') }))],
    ['notConnectedToInternet', new AggregateError([new Error('?'), coded('ENETUNREACH')], 'all failed')],
  ])('looks through causes: %s', (code, error) => {
    expect(networkErrorCode(error)).toBe(code);
  });

  it.each<[NetworkErrorCode, Parameters<typeof networkFailure>[1]]>([
    ['cannotConnectToHost', {}],
    ['cannotConnectToHost', { isOnline: true }],
    ['networkConnectionLost', { hasResponse: true }],
    ['notConnectedToInternet', { isOnline: false }],
  ])('makes %s of a browser that does not say why, knowing %p', (code, context) => {
    expect(networkFailure(new TypeError('Failed to fetch'), context).code).toBe(code);
  });

  it('passes a SessionError unchanged, also one that is a cause', () => {
    const error = new SessionError({ kind: 'explicitlyCancelled' });
    expect(networkFailure(error)).toBe(error);
    expect(networkFailure(axiosError('wrapped', 'ERR_NETWORK', error))).toBe(error);
  });

  it('says what is not supported', () => {
    const failure = networkFailure(axiosError('There is no suitable adapter', 'ERR_NOT_SUPPORT'));
    expect(failure.kind).toBe('unsupported');
    expect(failure.message).toContain('There is no suitable adapter');
  });

  it('keeps the native error that axios wrapped', () => {
    const native = coded('ECONNRESET', 'socket hang up');
    expect(networkFailure(AxiosError.from(native, undefined, axiosError('x').config)).cause).toBe(native);
  });

  it('keeps nothing that leads to a request and its headers', () => {
    const wrapped = new Error('outer', { cause: axiosError('inner', 'ERR_NETWORK') });
    for (const error of [
      axiosError('alone', 'ERR_NETWORK'),
      wrapped,
      new AggregateError([axiosError('x')]),
    ]) {
      const failure = networkFailure(error);
      expect(inspect(failure, { depth: 20, showHidden: true })).not.toContain('hidden');
    }
    expect(networkFailure(wrapped).cause).toMatchObject({ message: 'outer' });
  });

  it.each([['text'], [undefined], [null], [17], [{ status: 1 }]])('takes %p, which is no error', (thrown) => {
    expect(networkFailure(thrown)).toMatchObject({ kind: 'sessionTaskFailed', code: 'unknown' });
  });

  it('is not led in circles', () => {
    const [a, b] = [axiosError('a', 'ERR_NETWORK'), axiosError('b', 'ECONNRESET')];
    Object.assign(a, { cause: b });
    Object.assign(b, { cause: a });
    expect(networkFailure(a)).toMatchObject({ code: 'networkConnectionLost', cause: { message: 'a' } });
  });
});

describe('the sentence for an error of TLS', () => {
  const sentence = (code: string, message: string): string =>
    networkFailure(Object.assign(new Error(message), { code })).message;

  it.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'raw\n', 'does not speak TLS on this port'],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'self-signed certificate',
      'give it to a PinnedCertificatesTrustEvaluator',
    ],
    [
      'EPROTO',
      '00A:error:0A000418:SSL routines:ssl3_read_bytes:unknown ca:../x.c:1586:SSL alert\n',
      'TLS: unknown ca',
    ],
  ])('%s says what to do, in one line', (code, message, expected) => {
    expect(sentence(code, message)).toContain(expected);
    expect(sentence(code, message)).not.toContain('\n');
  });
});

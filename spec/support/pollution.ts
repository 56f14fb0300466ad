/**
 * Names under which a library or Node might read an option from an object that has none of its own. Left out are
 * `lookup`, `timeout` and `error`: emitters of Node 20 take them for listeners before a line of ours runs.
 */
const NAMES = [
  // of requests and sessions here
  'url method headers body parameters encoder interceptor requestModifier signal timeoutInterval cachePolicy',
  'timeoutIntervalForResource context fetchOptions shouldAutomaticallyResume redirectHandler credential eventMonitors',
  'validation decode schema observe errorSchema emptyResponseCodes emptyRequestMethods usingThreshold encoding',
  'fileManager to resumingWith destination queue dataPreprocessor statusCodes contentTypes configuration session',
  'transport webSocketTransport delegate rootQueue requestQueue serializationQueue startRequestsImmediately requestSetup',
  'serverTrustManager baseURL maximumRedirects maximumResponseBodySize secretHeaders credentialStorage cookieStorage',
  'httpShouldSetCookies connectTimeout httpMaximumConnectionsPerHost proxy tls urlCache adapt retry upload download',
  'webSocket readsFile fileName mimeType length boundary contentLength isEnabled detail code reason cause place finish begin',
  // of axios
  'params data auth adapter transformRequest transformResponse validateStatus maxContentLength maxBodyLength beforeRedirect',
  'responseType responseEncoding xsrfCookieName xsrfHeaderName withXSRFToken maxRedirects decompress paramsSerializer env',
  'insecureHTTPParser transitional onUploadProgress onDownloadProgress cancelToken httpAgent httpsAgent maxRate',
  // of node:net, node:tls, node:http and streams
  'socketPath localAddress localPort family hints host hostname port path fd onread noDelay keepAlive rejectUnauthorized',
  'servername ALPNProtocols ca cert key pfx passphrase checkServerIdentity minVersion ciphers secureContext agent',
  'createConnection highWaterMark objectMode emitClose autoDestroy flags mode start end flush persistent',
]
  .join(' ')
  .split(' ');

export const POLLUTED_NAMES: readonly string[] = [...new Set(NAMES)];

/** Value that does harm where it is read. */
export function hostileValue(name: string): unknown {
  switch (name) {
    case 'headers':
    case 'params':
    case 'parameters':
    case 'auth':
      return { polluted: 'yes', username: 'eve', password: 'secret' };
    case 'port':
    case 'localPort':
    case 'fd':
    case 'maximumRedirects':
    case 'maxRedirects':
    case 'maxContentLength':
    case 'maximumResponseBodySize':
    case 'timeoutInterval':
    case 'highWaterMark':
    case 'start':
    case 'end':
    case 'length':
    case 'contentLength':
      return 1;
    case 'url':
    case 'baseURL':
      return 'http://127.0.0.1:9/polluted';
    case 'method':
      return 'DELETE';
    default:
      return 'polluted';
  }
}

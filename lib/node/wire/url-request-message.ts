import { parsedURL } from '../../message/parsed-url.js';
import type { URLRequest } from '../../message/url-request.js';
import type { WireMessage } from './wire-message.js';
import { basicAuthorization, invalidURL, methodOf, unsupportedURL } from './wire-request.js';

/** The message of a URLRequest; throws a `SessionError` for one that cannot be sent. */
export function messageOf(request: URLRequest): WireMessage {
  const { headers } = request;
  const { origin, path, authorization } = targetOf(request.url);
  const hasOwn = authorization === undefined || headers.has('authorization');
  const contentLength = headers.get('content-length');
  const sent = contentLength === undefined ? headers : headers.remove('content-length');
  return {
    origin,
    path,
    method: methodOf(request.method),
    headers: hasOwn ? sent.flattened : [...sent.flattened, 'authorization', authorization],
    contentLength,
    isDecoded: true,
    timeout: 0,
  };
}

interface Target {
  readonly origin: string;
  readonly path: string;
  /** What the URL says of a user. */
  readonly authorization: string | undefined;
}

/** The URL of a URLRequest is normalised, so that its parts can be told without parsing it again. */
function targetOf(url: string): Target {
  const start = url.startsWith('http://') ? 7 : url.startsWith('https://') ? 8 : undefined;
  const end = start === undefined ? -1 : url.indexOf('/', start);
  if (end < 0) throw parsedURL(url) === undefined ? invalidURL(url) : unsupportedURL();
  const origin = url.slice(0, end);
  if (origin.includes('@')) return parsedTarget(new URL(url));
  const fragment = url.indexOf('#', end);
  return { origin, path: url.slice(end, fragment < 0 ? undefined : fragment), authorization: undefined };
}

function parsedTarget(url: URL): Target {
  const { origin, pathname, search } = url;
  return { origin, path: `${pathname}${search}`, authorization: basicAuthorization({}, url) };
}

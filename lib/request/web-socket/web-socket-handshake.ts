import { SessionError } from '../../errors/session-error.js';
import { URLRequest } from '../../message/url-request.js';

/**
 * The HTTP request that a WebSocket begins with: a GET whose URL is http where it was ws, and https where it was wss
 * (the WebSockets standard, "establish a WebSocket connection"). Adapters, redirect rules and cURL see it as any
 * other. Throws where it cannot be one.
 */
export function handshakeRequest(given: URLRequest): URLRequest {
  if (!(given instanceof URLRequest)) return given;
  const { method, url } = given;
  if (method !== 'GET') {
    throw new SessionError({ kind: 'urlRequestValidationFailed', reason: { kind: 'invalidMethod', method } });
  }
  const scheme = /^ws(s?):/i.exec(url);
  return scheme === null
    ? given
    : given.with({ url: `http${scheme[1] ?? ''}:${url.slice(scheme[0].length)}` });
}

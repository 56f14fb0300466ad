import type { URLRequestValidationFailureReason } from '../errors/failure-reason.js';
import { typeNameOf } from '../errors/type-name.js';
import { SessionError } from '../errors/session-error.js';
import { isToken } from '../message/header-grammar.js';
import { ownURLRequest, URLRequest } from '../message/url-request.js';
import type { Exchange } from './exchange.js';

/** Returns the URLRequest as its kind of request sends it; throws `urlRequestValidationFailed` if it must not be sent. */
export function conforming(x: Pick<Exchange, 'conform'>, request: URLRequest): URLRequest {
  return validated(x.conform(request));
}

/** Gives the URLRequest back when it may be sent; else throws `urlRequestValidationFailed`. */
export function validated(given: URLRequest): URLRequest {
  if (!(given instanceof URLRequest)) throw new TypeError(`${typeNameOf(given)} was given, not a URLRequest`);
  const request = ownURLRequest(given);
  const reason = invalidity(request);
  if (reason !== undefined) throw new SessionError({ kind: 'urlRequestValidationFailed', reason });
  return request;
}

/** Why a URLRequest may not be sent; undefined when it may. */
export function invalidity(request: URLRequest): URLRequestValidationFailureReason | undefined {
  const { method, headers, body, timeoutInterval } = request;
  if (!isToken(method) || method === 'CONNECT') return { kind: 'invalidMethod', method };
  if (method === 'GET' && body !== undefined && body.length > 0) return { kind: 'bodyDataInGETRequest' };
  if (timeoutInterval !== undefined && !(timeoutInterval >= 0)) {
    return { kind: 'invalidTimeout', timeout: timeoutInterval };
  }
  const name = HOP_BY_HOP.find((field) => headers.has(field));
  return name === undefined ? undefined : { kind: 'hopByHopHeader', name };
}

/**
 * Fields that a transport alone may send (RFC 9110 §7.6.1). `Connection` stays, for `close`, and so do `TE` and
 * `Trailer`, which say what the caller itself can read and sends.
 */
const HOP_BY_HOP = ['Transfer-Encoding', 'Keep-Alive', 'Proxy-Connection', 'Upgrade'];

import type { URLRequestValidationFailureReason } from '../errors/failure-reason.js';
import { SessionError } from '../errors/session-error.js';
import { isToken } from '../message/header-grammar.js';
import { URLRequest } from '../message/url-request.js';

/** Gives the URLRequest back when it may be sent; else throws `urlRequestValidationFailed`. */
export function validated(request: URLRequest): URLRequest {
  if (!(request instanceof URLRequest)) throw new TypeError('What was given is no URLRequest.');
  const reason = invalidity(request);
  if (reason !== undefined) throw new SessionError({ kind: 'urlRequestValidationFailed', reason });
  return request;
}

/** Why a URLRequest may not be sent; undefined when it may. */
export function invalidity(request: URLRequest): URLRequestValidationFailureReason | undefined {
  const { method, body, timeoutInterval } = request;
  if (!isToken(method) || method === 'CONNECT') return { kind: 'invalidMethod', method };
  if (method === 'GET' && body !== undefined && body.length > 0) return { kind: 'bodyDataInGETRequest' };
  if (timeoutInterval !== undefined && !(timeoutInterval >= 0)) {
    return { kind: 'invalidTimeout', timeout: timeoutInterval };
  }
  return undefined;
}

import { SessionError } from '../../errors/session-error.js';
import { isToken } from '../../message/header-grammar.js';
import { URLRequest } from '../../message/url-request.js';

/** Behaviour of a WebSocketRequest (Alamofire's `WebSocketRequest.Configuration`). */
export interface WebSocketConfiguration {
  /** The subprotocol to ask for; none unless given. */
  readonly protocol?: string | undefined;
  /** Subprotocols to ask for in the order of preference, after `protocol` where that is given. */
  readonly protocols?: readonly string[] | undefined;
  /** Bytes of the largest message that is taken; 1 048 576 unless given. A larger one fails the request. */
  readonly maximumMessageSize?: number | undefined;
  /** Milliseconds from the connection, and from each pong, to the next ping; no pings unless given. Node. */
  readonly pingInterval?: number | undefined;
}

/** Default for the bytes of the largest message that is received. */
export const MAXIMUM_MESSAGE_SIZE = 1_048_576;

/** Parameters of a handshake beside its header fields. */
export interface HandshakeTerms {
  readonly protocols: readonly string[];
  readonly maximumMessageSize: number;
  readonly pingInterval: number | undefined;
}

/** Combines the configuration with the `Sec-WebSocket-Protocol` of the URLRequest. Throws if they are invalid. */
export function handshakeTerms(
  configuration: WebSocketConfiguration,
  { headers }: URLRequest,
): HandshakeTerms {
  const { protocol, protocols = [], pingInterval } = configuration;
  const { maximumMessageSize = MAXIMUM_MESSAGE_SIZE } = configuration;
  const named = headers
    .values(PROTOCOL_FIELD)
    .flatMap((value) => value.split(',').map((name) => name.trim()));
  const all = [...(protocol === undefined ? [] : [protocol]), ...protocols, ...named];
  if (!all.every(isToken) || new Set(all).size < all.length) {
    throw new SessionError({
      kind: 'urlRequestValidationFailed',
      reason: { kind: 'invalidHeader', name: PROTOCOL_FIELD },
    });
  }
  if (!(maximumMessageSize >= 1)) throw senseless('maximumMessageSize', maximumMessageSize, 'at least 1');
  if (pingInterval !== undefined && !(pingInterval > 0))
    throw senseless('pingInterval', pingInterval, 'above zero');
  return { protocols: all, maximumMessageSize, pingInterval };
}

/** Names the subprotocols in a handshake, and the chosen one in its answer (RFC 6455 §11.3.4). */
export const PROTOCOL_FIELD = 'Sec-WebSocket-Protocol';

function senseless(name: string, value: number, bounds: string): SessionError {
  const error = new RangeError(`${name} is ${value}, and must be ${bounds}.`);
  return new SessionError({ kind: 'createURLRequestFailed', error });
}

/**
 * Returns the HTTP request of a handshake: a GET whose URL has the scheme http for ws, and https for wss (WebSockets
 * standard, "establish a WebSocket connection"). Adapters, redirect rules and cURL see it like any other. Throws for
 * another method.
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

import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import type { WebSocketMessage } from '../message/web-socket-message.js';
import type { SendPhase } from '../message/request-info.js';

/** What a platform lets a WebSocket do. Asking for more fails as `unsupported` before anything is sent. */
export interface WebSocketCapabilities {
  /** Whether the handshake may carry headers of the caller's. */
  readonly headers: boolean;
  /** Whether pings can be sent. */
  readonly pings: boolean;
  /** Whether a redirect of the handshake arrives as a response, to be followed or not by the session. */
  readonly visibleRedirects: boolean;
}

/** What a WebSocket is opened with. */
export interface WebSocketHandshake {
  /** The handshake as an http or https request, with the session's headers joined, and without a fragment. */
  readonly urlRequest: URLRequest;
  /** Subprotocols in the order of preference; none of them is among the headers. */
  readonly protocols: readonly string[];
  /** Bytes; a larger message fails the connection as `dataLengthExceedsMaximum`. */
  readonly maximumMessageSize: number;
}

/**
 * Opens WebSockets and reports what comes of them: what WebSocketRequests stand on.
 *
 * `open` never throws and starts at once. The client is told, in this order: `didReceiveResponse` once at most,
 * where the platform shows the answer to the handshake; `didOpen` once at most; `didReceiveMessage` any number of
 * times; `didClose` once at most; `didComplete` exactly once, when the connection is gone. After `cancel()` the
 * client may or may not be told anything more. The client may be called in any stack, at once included.
 */
export interface WebSocketTransport {
  readonly capabilities: WebSocketCapabilities;
  open(handshake: WebSocketHandshake, client: WebSocketClient): WebSocketConnection;
}

/** Told what happens to a WebSocket. */
export interface WebSocketClient {
  didReceiveResponse(response: HTTPURLResponse): void;
  /** The handshake is done; `protocol` is the subprotocol the server has chosen. */
  didOpen(protocol: string | undefined): void;
  /** A whole message. Bytes belong to the client from now on. */
  didReceiveMessage(message: WebSocketMessage): void;
  /** The closing handshake is done; what the peer gave, `noStatusReceived` where that was nothing. */
  didClose(code: number, reason: string | undefined): void;
  /** The connection is gone; `error` says why, unless it was closed: any value, made a `SessionError` by the session. */
  didComplete(error?: unknown): void;
}

/** A WebSocket on its way, then open. Messages and pings are asked for once it is open only. */
export interface WebSocketConnection {
  /** Calls back once the platform has handed the message to the network, or with why it has not. */
  send(message: WebSocketMessage, sent: (error?: unknown) => void): void;
  /** Calls back with the pong, if one comes: never where the connection ends before it. */
  ping(answered: () => void): void;
  /** Starts the closing handshake; throws what keeps it from doing so. */
  close(code: number, reason: string): void;
  /** Stops taking messages in as far as the platform allows: the server feels backpressure. */
  suspend(): void;
  resume(): void;
  /** Ends it at once; the client is not interested any more. */
  cancel(): void;
  readonly timings: Readonly<TransactionTimings>;
  readonly sendPhase: SendPhase;
}

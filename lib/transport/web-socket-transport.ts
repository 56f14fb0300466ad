import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import type { WebSocketMessage } from '../message/web-socket-message.js';
import type { SendPhase } from '../message/request-info.js';

/** Capabilities of a platform's WebSockets. Asking for more fails as `unsupported` before anything is sent. */
export interface WebSocketCapabilities {
  /** True if the handshake may carry headers of the caller. */
  readonly headers: boolean;
  /** True if pings can be sent. */
  readonly pings: boolean;
  /** True if a redirect of the handshake arrives as a response, for the session to follow or not. */
  readonly visibleRedirects: boolean;
}

/** Order of a WebSocket. */
export interface WebSocketHandshake {
  /** The handshake as an http or https request, with the session's headers joined, and without a fragment. */
  readonly urlRequest: URLRequest;
  /** Subprotocols in the order of preference; none of them is among the headers. */
  readonly protocols: readonly string[];
  /** Bytes; a larger message fails the connection as `dataLengthExceedsMaximum`. */
  readonly maximumMessageSize: number;
}

/**
 * Opens WebSockets and reports their events: the foundation of WebSocketRequests.
 *
 * `open` never throws and starts at once. The client is notified in this order: `didReceiveResponse` at most once, if
 * the platform shows the response to the handshake; `didOpen` at most once; `didReceiveMessage` any number of times;
 * `didClose` at most once; `didComplete` exactly once, when the connection is gone. After `cancel()` the client may
 * or may not be notified. It may be called in any stack, also synchronously.
 */
export interface WebSocketTransport {
  /** Capabilities, consulted before each handshake. */
  readonly capabilities: WebSocketCapabilities;
  /** Opens a WebSocket and notifies the client of its events. */
  open(handshake: WebSocketHandshake, client: WebSocketClient): WebSocketConnection;
}

/** Receives the events of a WebSocket. */
export interface WebSocketClient {
  /** The response to the handshake has arrived, where the platform shows it. */
  didReceiveResponse(response: HTTPURLResponse): void;
  /** The handshake is done; `protocol` is the subprotocol the server has chosen. */
  didOpen(protocol: string | undefined): void;
  /** A whole message. Bytes belong to the client from now on. */
  didReceiveMessage(message: WebSocketMessage): void;
  /** The closing handshake is complete. The peer's code, or `noStatusReceived` if it gave none. */
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
  /** Starts the closing handshake. Throws an error if it cannot. */
  close(code: number, reason: string): void;
  /** Stops taking messages in as far as the platform allows: the server feels backpressure. */
  suspend(): void;
  /** Delivers messages again after `suspend`. */
  resume(): void;
  /** Ends it at once; the client is not interested any more. */
  cancel(): void;
  /** Times of the handshake's phases so far, in milliseconds of the rootQueue's clock. */
  readonly timings: Readonly<TransactionTimings>;
  /** Share of the handshake that has left. */
  readonly sendPhase: SendPhase;
}

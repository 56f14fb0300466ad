import type { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { TaskMetrics } from '../../message/task-metrics.js';
import type { URLRequest } from '../../message/url-request.js';
import type { WebSocketClosure } from '../../message/web-socket-close-code.js';

/**
 * Event of a WebSocket (Alamofire's `WebSocketRequest.Event`): `connected`, then messages, then `disconnected` after
 * a closing handshake, then `completed`, the last event of every request. Each event can control its request.
 */
export type WebSocketEvent<T> = WebSocketEventActions & WebSocketHappening<T>;

/** The plain data of a {@link WebSocketEvent}. */
export type WebSocketHappening<T> =
  | { readonly kind: 'connected'; readonly protocol: string | undefined }
  | { readonly kind: 'receivedMessage'; readonly message: T }
  /** A message does not match the schema. Later messages still follow. */
  | { readonly kind: 'serializerFailed'; readonly error: SessionError }
  | { readonly kind: 'disconnected'; readonly closeCode: number; readonly reason: string | undefined }
  | { readonly kind: 'completed'; readonly completion: WebSocketCompletion };

/** End of a WebSocketRequest (Alamofire's `WebSocketRequest.Completion`). */
export interface WebSocketCompletion {
  readonly request: URLRequest | undefined;
  /** The answer to the handshake, where the platform shows it. */
  readonly response: HTTPURLResponse | undefined;
  readonly metrics: TaskMetrics | undefined;
  /** Why it failed; undefined when it was closed, whatever the code. */
  readonly error: SessionError | undefined;
}

/** Response to a ping (Alamofire's `WebSocketRequest.PingResponse`). */
export type WebSocketPingResponse =
  /** Times in milliseconds of the session's clock. */
  | { readonly kind: 'pong'; readonly start: number; readonly end: number; readonly latency: number }
  /** The request ended before the pong came, the ping could not be sent, or the platform has no pings. */
  | { readonly kind: 'error'; readonly error: SessionError }
  /** The socket is not connected. */
  | { readonly kind: 'unsent' };

/** Methods of a request that its events can call. */
export interface WebSocketControls {
  close(closure?: WebSocketClosure): unknown;
  cancel(): unknown;
  sendPing(onResponse?: (response: WebSocketPingResponse) => void): unknown;
}

/** Methods by which an event controls its request. They are not enumerable. */
export class WebSocketEventActions {
  readonly #controls: WebSocketControls;

  /** @internal */
  constructor(controls: WebSocketControls) {
    this.#controls = controls;
  }

  /** Returns an event of the same request with another message. @internal */
  with<T>(happening: WebSocketHappening<T>): WebSocketEvent<T> {
    return webSocketEvent(this.#controls, happening);
  }

  /** Closes the socket: see `WebSocketRequest.close`. */
  close(closure?: WebSocketClosure): void {
    this.#controls.close(closure);
  }

  /** Cancels the request. */
  cancel(): void {
    this.#controls.cancel();
  }

  /** Sends a ping: see `WebSocketRequest.sendPing`. */
  sendPing(onResponse?: (response: WebSocketPingResponse) => void): void {
    this.#controls.sendPing(onResponse);
  }
}

/** Creates an event of the request that `controls` stands for. */
export function webSocketEvent<T>(
  controls: WebSocketControls,
  happening: WebSocketHappening<T>,
): WebSocketEvent<T> {
  if (happening.kind === 'receivedMessage') return new MessageEvent(controls, happening.message);
  return Object.assign(new WebSocketEventActions(controls), happening);
}

/** The event of most sockets, with its fields in one place: `Object.assign` costs more than all else of it. */
class MessageEvent<T> extends WebSocketEventActions {
  readonly kind = 'receivedMessage';

  constructor(
    controls: WebSocketControls,
    readonly message: T,
  ) {
    super(controls);
  }
}

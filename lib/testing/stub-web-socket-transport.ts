import type { SchedulerLike } from 'rxjs';
import type {
  WebSocketCapabilities,
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
  WebSocketTransport,
} from '../transport/web-socket-transport.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { StubWebSocket } from './stub-web-socket.js';

/** Options of a {@link StubWebSocketTransport}. */
export interface StubWebSocketTransportOptions {
  /** The clock of the timings; a virtual one in virtual time. */
  readonly scheduler?: SchedulerLike | undefined;
  /** Capabilities of the stub, to imitate a browser. Default: all. */
  readonly capabilities?: Partial<WebSocketCapabilities> | undefined;
}

/**
 * Server of a {@link StubWebSocketTransport}: receives each socket as its handshake arrives, and answers through it.
 */
export type StubWebSocketServer = (socket: StubWebSocket) => void;

/**
 * WebSocket transport without a network. `serve` receives each socket and plays the server, at once or later; an
 * exception of `serve` fails the handshake.
 *
 * @example
 * const webSocketTransport = new StubWebSocketTransport((socket) => {
 *   socket.onMessage = (message) => socket.send(message);
 *   socket.accept();
 * });
 * const session = new Session({ webSocketTransport });
 */
export class StubWebSocketTransport implements WebSocketTransport {
  /** Capabilities that the session consults before a handshake. */
  readonly capabilities: WebSocketCapabilities;
  readonly #serve: StubWebSocketServer;
  readonly #clock: SchedulerLike;
  readonly #sockets: StubWebSocket[] = [];

  constructor(serve: StubWebSocketServer, options: StubWebSocketTransportOptions = {}) {
    this.#serve = serve;
    this.#clock = options.scheduler ?? new SerialScheduler({ label: 'stub WebSockets' });
    this.capabilities = { headers: true, pings: true, visibleRedirects: true, ...options.capabilities };
  }

  /** All that were asked for, redirected and retried ones included. */
  get sockets(): readonly StubWebSocket[] {
    return this.#sockets;
  }

  /** Opens a socket and hands it to the server. */
  open(handshake: WebSocketHandshake, client: WebSocketClient): WebSocketConnection {
    const socket = new StubWebSocket(handshake, client, this.#clock);
    this.#sockets.push(socket);
    try {
      this.#serve(socket);
    } catch (error) {
      socket.fail(error);
    }
    return socket.connection;
  }
}

import type { SchedulerLike } from 'rxjs';
import type {
  WebSocketCapabilities,
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
  WebSocketTransport,
} from '../transport/web-socket-transport.js';
import { PageWebSocket } from './page-web-socket.js';

/** WebSockets of browsers and their workers, which neither let headers in nor pings out. */
export class BrowserWebSocketTransport implements WebSocketTransport {
  readonly capabilities: WebSocketCapabilities = { headers: false, pings: false, visibleRedirects: false };

  constructor(private readonly configuration: { readonly rootQueue: SchedulerLike }) {}

  open(handshake: WebSocketHandshake, client: WebSocketClient): WebSocketConnection {
    return new PageWebSocket(handshake, client, this.configuration.rootQueue);
  }
}

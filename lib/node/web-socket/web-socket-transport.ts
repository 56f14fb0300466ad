import type {
  WebSocketCapabilities,
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
  WebSocketTransport,
} from '../../transport/web-socket-transport.js';
import type { ConnectionEnvironment } from '../wire/connection.js';
import { TLSSessions } from '../wire/tls-sessions.js';
import type { WireAdapterConfiguration } from '../wire/wire-adapter.js';
import { asyncContext } from '../async-context.js';
import { WireWebSocket } from './wire-web-socket.js';

/** Opens WebSockets of the package `ws`, each on its own connection with the session's trust and timeouts. */
export class NodeWebSocketTransport implements WebSocketTransport {
  readonly capabilities: WebSocketCapabilities = { headers: true, pings: true, visibleRedirects: true };
  readonly #environment: ConnectionEnvironment;

  constructor({ connectTimeout, rootQueue, serverTrust, tls }: WireAdapterConfiguration) {
    this.#environment = {
      ...{ connectTimeout, rootQueue, serverTrust, tls },
      tlsSessions: new TLSSessions(),
      runInContext: asyncContext.captureContext(),
    };
  }

  open(handshake: WebSocketHandshake, client: WebSocketClient): WebSocketConnection {
    return new WireWebSocket(handshake, client, this.#environment);
  }
}

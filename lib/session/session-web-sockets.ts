import { platform } from '#platform';
import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import { SessionError } from '../errors/session-error.js';
import type { RequestPlan } from '../request/request-plan.js';
import type { RequestSession } from '../request/request-session.js';
import type { WebSocketConfiguration } from '../request/web-socket/web-socket-configuration.js';
import type { WebSocketRequest } from '../request/web-socket/web-socket-request.js';
import type { WebSocketSupport } from '../request/web-socket/web-socket-support.js';
import type { TransportConfiguration } from '../transport/platform.js';
import type { SessionConfiguration } from './session-configuration.js';
import { carryingCookies } from './session-parts.js';

let support: WebSocketSupport | undefined = platform.webSockets;

/** From now on every session has WebSockets: what importing `rxsession/websocket` does. */
export function provideWebSockets(provided: WebSocketSupport): void {
  support = provided;
}

/** What WebSockets need of the parts of their session. */
export interface WebSocketParts {
  readonly configuration: SessionConfiguration;
  /** What a transport of the session's own is told. */
  readonly ownTransport: TransportConfiguration;
  /** What they stand on; the platform's own unless given. */
  readonly webSocketTransport: WebSocketTransport | undefined;
}

/** The WebSockets of one session; what they stand on is made with the first of them. */
export class SessionWebSockets {
  readonly #parts: WebSocketParts;
  #transport: WebSocketTransport | undefined;

  constructor(parts: WebSocketParts) {
    this.#parts = parts;
    this.#transport = parts.webSocketTransport;
  }

  /** Throws what to import, where nobody has brought WebSockets. */
  makeRequest(
    session: RequestSession,
    plan: RequestPlan,
    configuration: WebSocketConfiguration = {},
  ): WebSocketRequest {
    if (support === undefined) {
      throw new SessionError({
        kind: 'unsupported',
        feature: "WebSockets without import 'rxsession/websocket'",
      });
    }
    const { configuration: sessionConfiguration, ownTransport } = this.#parts;
    this.#transport ??= support.makeTransport(ownTransport);
    const webSocket = {
      configuration,
      transport: this.#transport,
      carrying: (handshakes: Transport) => carryingCookies(handshakes, sessionConfiguration, platform),
    };
    return support.makeRequest(session, plan.with({ webSocket }));
  }
}

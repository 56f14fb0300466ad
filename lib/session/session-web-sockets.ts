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

/** Gives WebSockets to every session: the effect of importing `rxsession/websocket`. */
export function provideWebSockets(provided: WebSocketSupport): void {
  support = provided;
}

/** Parts of a session that its WebSockets need. */
export interface WebSocketParts {
  readonly configuration: SessionConfiguration;
  /** Facts about the session for a transport of its own. */
  readonly foundation: { readonly ownTransport: TransportConfiguration };
  /** Transport of WebSockets; undefined for the platform's own. */
  readonly webSocketTransport: WebSocketTransport | undefined;
}

/** WebSockets of one session. Their transport is made with the first of them. */
export class SessionWebSockets {
  readonly #parts: WebSocketParts;
  #transport: WebSocketTransport | undefined;

  constructor(parts: WebSocketParts) {
    this.#parts = parts;
    this.#transport = parts.webSocketTransport;
  }

  /** Makes a request. Throws `unsupported`, naming the import, if WebSockets were not imported. */
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
    const { configuration: sessionConfiguration, foundation } = this.#parts;
    this.#transport ??= support.makeTransport(foundation.ownTransport);
    const webSocket = {
      configuration,
      transport: this.#transport,
      carrying: (handshakes: Transport) => carryingCookies(handshakes, sessionConfiguration, platform),
    };
    return support.makeRequest(session, plan.with({ webSocket }));
  }
}

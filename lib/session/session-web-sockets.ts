import { platform } from '#platform';
import type { WebSocketTransport } from '../contracts/web-socket-transport.js';
import { SessionError } from '../errors/session-error.js';
import type { RequestPlan } from '../request/request-plan.js';
import type { RequestSession } from '../request/request-session.js';
import type { WebSocketConfiguration } from '../request/web-socket-configuration.js';
import type { WebSocketRequest } from '../request/web-socket-request.js';
import type { WebSocketSupport } from '../request/web-socket-support.js';
import type { TransportConfiguration } from '../transport/platform.js';

let support: WebSocketSupport | undefined = platform.webSockets;

/** From now on every session has WebSockets: what importing `rxsession/websocket` does. */
export function provideWebSockets(provided: WebSocketSupport): void {
  support = provided;
}

/** The WebSockets of one session; what they stand on is made with the first of them. */
export class SessionWebSockets {
  readonly #configuration: TransportConfiguration;
  #transport: WebSocketTransport | undefined;

  /** On `transport`, where one is given. */
  constructor(configuration: TransportConfiguration, transport: WebSocketTransport | undefined) {
    this.#configuration = configuration;
    this.#transport = transport;
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
    this.#transport ??= support.makeTransport(this.#configuration);
    return support.makeRequest(session, {
      ...plan,
      webSocket: { configuration, transport: this.#transport },
    });
  }
}

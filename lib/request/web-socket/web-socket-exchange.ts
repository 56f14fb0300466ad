import type { BodyReceiver } from '../../transport/body-receiver.js';
import type { RunInContext } from '../../answers/context.js';
import type { RequestInfo } from '../../message/request-info.js';
import type { RequestBody } from '../../transport/request-body.js';
import type { Transport, TransportClient, TransportRequest } from '../../transport/transport.js';
import type { WebSocketCapabilities, WebSocketTransport } from '../../transport/web-socket-transport.js';
import { asTaskFailure } from '../../errors/session-error.js';
import type { URLRequest } from '../../message/url-request.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import { RequestExchange } from '../request-exchange.js';
import type { RequestPlan, WebSocketPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';
import { handshakeRequest, handshakeTerms } from './web-socket-configuration.js';
import type { WebSocketHappening } from './web-socket-event.js';
import { WebSocketHop, type WebSocketHopOwner } from './web-socket-hop.js';
import { WebSocketOutbox } from './web-socket-outbox.js';
import { WebSocketPings } from './web-socket-pings.js';

/** Receives the events of a socket. */
export interface WebSocketListener {
  readonly runInContext: RunInContext;
  received(message: WebSocketMessage): void;
  happened(happening: WebSocketOccurrence): void;
}

/** Event of a socket other than a message. */
export type WebSocketOccurrence = Exclude<WebSocketHappening<never>, { kind: 'receivedMessage' }>;

/**
 * The exchange of a WebSocketRequest: the stages perform its handshake as they perform any message, and its task
 * lasts as long as the socket.
 */
export class WebSocketExchange extends RequestExchange implements WebSocketHopOwner {
  readonly receiver = NO_BODY;
  readonly received = { data: undefined };
  readonly validationCount = 0;
  readonly outbox: WebSocketOutbox;
  readonly pings: WebSocketPings;
  readonly listeners = new Set<WebSocketListener>();
  readonly #webSocket: WebSocketPlan;
  readonly #handshakes: Transport;
  #hop: WebSocketHop | undefined;
  #hasConnected = false;

  constructor(request: RequestInfo, session: RequestSession, plan: RequestPlan) {
    super(request, session, plan);
    const { webSocket } = plan;
    if (webSocket === undefined)
      throw new TypeError('A WebSocketRequest is made with the plan of a WebSocket.');
    const { visibleRedirects = false, pings = false } = capabilitiesOf(webSocket.transport);
    this.#webSocket = webSocket;
    this.#handshakes = webSocket.carrying({
      capabilities: { visibleRedirects, bodies: NO_BODIES },
      send: (handshake, client) => this.#open(handshake, client),
    });
    this.outbox = new WebSocketOutbox(session);
    this.pings = new WebSocketPings(session.rootQueue, pings);
  }

  override get transport(): Transport {
    return this.#handshakes;
  }

  /** A socket that was open cannot be restored: its messages would be lost. */
  override get canRetry(): boolean {
    return super.canRetry && !this.#hasConnected;
  }

  override conform(urlRequest: URLRequest): URLRequest {
    return handshakeRequest(urlRequest);
  }

  judge(): void {
    // no validation can be added
  }

  /** Starts the closing handshake; where there is nothing to close yet, the request is cancelled. */
  close(code: number, reason: string): void {
    this.pings.stop();
    if (!this.#hasConnected) this.owner?.cancel();
    try {
      this.#hop?.close(code, reason);
    } catch (cause) {
      this.task?.fail(asTaskFailure(cause));
    }
  }

  /** Takes nothing in until as many have released the socket as have held it. */
  hold(): void {
    this.#hop?.hold();
  }

  release(): void {
    this.#hop?.release();
  }

  didOpen(hop: WebSocketHop, protocol: string | undefined): void {
    this.#hasConnected = true;
    this.outbox.open(hop);
    this.pings.open(hop, this.#webSocket.configuration.pingInterval);
    this.#tell({ kind: 'connected', protocol });
  }

  /** Passes each message to all listeners before the next. Enters the async context of a sole listener once. */
  didReceiveMessages(messages: readonly WebSocketMessage[], isOver: () => boolean): void {
    let next = 0;
    const hasNext = (): boolean => next < messages.length && !isOver();
    const take = (): WebSocketMessage => messages[next++] as WebSocketMessage;
    while (hasNext()) {
      const [listener] = this.listeners;
      if (listener === undefined) return;
      if (this.listeners.size > 1) {
        const message = take();
        this.#eachListener((each) => {
          each.received(message);
        });
      } else {
        listener.runInContext(() => {
          while (hasNext() && this.listeners.size === 1 && this.listeners.has(listener))
            listener.received(take());
        });
      }
    }
  }

  didClose(closeCode: number, reason: string | undefined): void {
    this.pings.stop();
    this.#tell({ kind: 'disconnected', closeCode, reason });
  }

  override didSettle(): void {
    const { error } = this.journal;
    super.didSettle();
    this.outbox.close(error);
    this.pings.end(error);
  }

  override deliver(): void {
    this.#tell(this.completed);
    this.listeners.clear();
    super.deliver();
  }

  get completed(): WebSocketOccurrence {
    const { request, journal } = this;
    const completion = {
      request: request.request,
      response: journal.response,
      metrics: request.metrics,
      error: journal.error,
    };
    return { kind: 'completed', completion };
  }

  /** Opens the socket, for the stage that performs messages. */
  #open(request: TransportRequest, client: TransportClient): WebSocketHop {
    const { rootQueue, limits } = this.session;
    const { urlRequest } = request;
    const plan = {
      request,
      terms: handshakeTerms(this.#webSocket.configuration, urlRequest),
      transport: this.#webSocket.transport,
      rootQueue,
      silenceLimit: urlRequest.timeoutInterval ?? limits.timeoutIntervalForRequest,
    };
    this.#hop = new WebSocketHop(plan, client, this);
    return this.#hop;
  }

  /** Passes one event to all listeners before the next event to any of them. */
  #tell(happening: WebSocketOccurrence): void {
    this.#eachListener((listener) => {
      listener.happened(happening);
    });
  }

  #eachListener(notify: (listener: WebSocketListener) => void): void {
    for (const listener of [...this.listeners]) {
      if (!this.listeners.has(listener)) continue;
      listener.runInContext(() => {
        notify(listener);
      });
    }
  }
}

/** Reads the capabilities of a transport. One without any refuses each demand, instead of failing here. */
function capabilitiesOf(transport: Partial<WebSocketTransport>): Partial<WebSocketCapabilities> {
  return transport.capabilities ?? {};
}

const NO_BODIES: ReadonlySet<RequestBody['kind']> = new Set();

const NO_BODY: BodyReceiver = /* @__PURE__ */ Object.freeze({
  isHeldInMemory: false,
  reset: ignore,
  receive: ignore,
});

function ignore(): void {
  // the messages of a socket are no body
}

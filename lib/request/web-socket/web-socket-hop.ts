import type { SendPhase } from '../../message/request-info.js';
import type { TransportClient, TransportRequest, TransportTask } from '../../transport/transport.js';
import type {
  WebSocketClient,
  WebSocketConnection,
  WebSocketTransport,
} from '../../transport/web-socket-transport.js';
import { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import { isSendableCloseCode, isSendableReason } from '../../message/web-socket-close-code.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import type { Watchdog } from '../../exchange/watchdog.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import type { SerialScheduler } from '../../scheduling/serial-scheduler.js';
import { type HandshakeTerms, PROTOCOL_FIELD } from './web-socket-configuration.js';

/** Receives the events of a socket on the rootQueue. */
export interface WebSocketHopOwner {
  readonly watchdog: Watchdog;
  didOpen(hop: WebSocketHop, protocol: string | undefined): void;
  /** Messages that have arrived together. The rest of them is not wanted once `isOver` returns true. */
  didReceiveMessages(messages: readonly WebSocketMessage[], isOver: () => boolean): void;
  didClose(code: number, reason: string | undefined): void;
}

/** Handshake and options of a hop. */
export interface WebSocketHopPlan {
  readonly request: TransportRequest;
  readonly terms: HandshakeTerms;
  readonly transport: WebSocketTransport;
  readonly rootQueue: SerialScheduler;
  /** Milliseconds that a pong, or the end of a closing handshake, may take. */
  readonly silenceLimit: number;
}

/**
 * A handshake on its way, then the socket that has come of it: to the stages a message whose answer lasts as long
 * as the socket. Whatever the connection reports is brought to the rootQueue in order.
 */
export class WebSocketHop implements TransportTask, WebSocketClient {
  readonly isReusedConnection = false;
  readonly #plan: WebSocketHopPlan;
  readonly #client: TransportClient;
  readonly #owner: WebSocketHopOwner;
  readonly #connection: WebSocketConnection;
  /** Messages whose turn is still to come, unless another event follows them. */
  #arrived: WebSocketMessage[] | undefined;
  #isOpen = false;
  #isOver = false;
  #isClosing = false;
  #isSuspended = false;
  #holds = 0;
  #awaitedPongs = 0;

  /** Opens the socket. Throws if the transport cannot meet a demand. */
  constructor(plan: WebSocketHopPlan, client: TransportClient, owner: WebSocketHopOwner) {
    this.#plan = plan;
    this.#client = client;
    this.#owner = owner;
    const urlRequest = plan.request.urlRequest.with({
      url: withoutFragment(plan.request.urlRequest.url),
      headers: plan.request.urlRequest.headers.remove(PROTOCOL_FIELD),
    });
    const { transport, terms } = plan;
    const asked = unsupportedFeature(transport, terms, urlRequest.headers);
    if (asked !== undefined) throw new SessionError({ kind: 'unsupported', feature: asked });
    const { protocols, maximumMessageSize } = terms;
    this.#connection = this.#opened(() =>
      transport.open({ urlRequest, protocols, maximumMessageSize }, this),
    );
  }

  get timings(): Readonly<TransactionTimings> {
    return this.#connection.timings;
  }

  get sendPhase(): SendPhase {
    return this.#connection.sendPhase;
  }

  /** True while messages can be sent. */
  get isConnected(): boolean {
    return this.#isOpen && !this.#isOver && !this.#isClosing;
  }

  /** True while a pong could arrive. */
  get canPing(): boolean {
    return this.isConnected && !this.#isPaused;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    if (!this.#isOver) this.#client.didReceiveResponse(response);
  }

  didOpen(protocol: string | undefined): void {
    this.#inTurn(() => {
      this.#isOpen = true;
      if (this.#isPaused) this.#tell('suspend');
      this.#watch();
      this.#owner.didOpen(this, protocol);
    });
  }

  /** Messages that arrive before the turn of the first one share it. */
  didReceiveMessage(message: WebSocketMessage): void {
    if (this.#arrived !== undefined) {
      this.#arrived.push(message);
      return;
    }
    const messages = [message];
    this.#inTurn(() => {
      this.#owner.didReceiveMessages(messages, this.#hasEnded);
    });
    this.#arrived = messages;
  }

  didClose(code: number, reason: string | undefined): void {
    this.#inTurn(() => {
      this.#isClosing = true;
      this.#owner.didClose(code, reason);
    });
  }

  didComplete(error?: unknown): void {
    if (!this.#isOver) this.#client.didComplete(error);
  }

  send(message: WebSocketMessage, sent: (error?: unknown) => void): void {
    this.#connection.send(message, sent);
  }

  /** Sends a ping, and calls `answered` on the rootQueue at its pong. Throws if the ping cannot be sent. */
  ping(answered: () => void): void {
    this.#connection.ping(() => {
      this.#inTurn(() => {
        this.#awaitedPongs -= 1;
        this.#watch();
        answered();
      });
    });
    this.#awaitedPongs += 1;
    this.#watch();
  }

  /** Starts the closing handshake unless it has begun. Throws if that fails. */
  close(code: number, reason: string): void {
    if (!this.isConnected) return;
    const obstacle = obstacleToClosing(code, reason);
    if (obstacle !== undefined) throw new SessionError({ kind: 'unsupported', feature: obstacle });
    const wasPaused = this.#isPaused;
    this.#connection.close(code, reason);
    this.#isClosing = true;
    if (wasPaused) this.#tell('resume');
    this.#watch();
  }

  suspend(): void {
    this.#change(() => {
      this.#isSuspended = true;
    });
  }

  resume(): void {
    this.#change(() => {
      this.#isSuspended = false;
    });
  }

  /** Takes nothing in until as many have released it as have held it. */
  hold(): void {
    this.#change(() => {
      this.#holds += 1;
    });
  }

  release(): void {
    this.#change(() => {
      this.#holds -= 1;
    });
  }

  cancel(): void {
    this.#isOver = true;
    this.#connection.cancel();
  }

  discard(): void {
    this.cancel();
  }

  get #isPaused(): boolean {
    return (this.#isSuspended || this.#holds > 0) && !this.#isClosing;
  }

  #change(work: () => void): void {
    const wasPaused = this.#isPaused;
    work();
    const isPaused = this.#isPaused;
    if (!this.#isOpen || this.#isOver || isPaused === wasPaused) return;
    this.#tell(isPaused ? 'suspend' : 'resume');
    this.#watch();
  }

  /** Suspends or resumes the connection, unless that throws: such a connection runs on. */
  #tell(flow: 'suspend' | 'resume'): void {
    reportingFailure(() => {
      this.#connection[flow]();
    });
  }

  /** Ignores the events of a transport until it has returned its connection. */
  #opened(open: () => WebSocketConnection): WebSocketConnection {
    try {
      const connection: unknown = open();
      if (typeof connection === 'object' && connection !== null) return connection as WebSocketConnection;
      throw new TypeError('A WebSocketTransport gave no connection.');
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  /** Of an open socket silence is expected, unless it owes an answer that could come. */
  #watch(): void {
    const { watchdog } = this.#owner;
    const owesAnswer = this.#awaitedPongs > 0 || this.#isClosing;
    if (owesAnswer && !this.#isPaused) watchdog.watchSilence(this.#plan.silenceLimit);
    else watchdog.ignoreSilence();
  }

  readonly #hasEnded = (): boolean => this.#isOver;

  #inTurn(work: () => void): void {
    this.#arrived = undefined;
    this.#plan.rootQueue.enqueue(() => {
      this.#arrived = undefined;
      if (this.#isOver) return;
      // a peer that was asked to close may send forever without closing
      if (!this.#isClosing) this.#owner.watchdog.sawSign();
      work();
    });
  }
}

/** Returns the first demand that the platform cannot meet, if there is one. */
function unsupportedFeature(
  { capabilities }: WebSocketTransport,
  { pingInterval }: HandshakeTerms,
  headers: Iterable<readonly [name: string, value: string]>,
): string | undefined {
  const names = Array.from(headers, ([name]) => name);
  if (!capabilities.headers && names.length > 0)
    return `headers of a WebSocket handshake: ${names.join(', ')}`;
  if (!capabilities.pings && pingInterval !== undefined) return 'pings of a WebSocket';
  return undefined;
}

function obstacleToClosing(code: number, reason: string): string | undefined {
  if (!isSendableCloseCode(code)) return `closing a WebSocket with the code ${code}`;
  return isSendableReason(reason) ? undefined : 'closing a WebSocket for a reason of more than 123 bytes';
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}

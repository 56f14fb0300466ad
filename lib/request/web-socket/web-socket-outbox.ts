import type { Observable } from 'rxjs';
import type { RunInContext } from '../../answers/context.js';
import { SessionError } from '../../errors/session-error.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import type { SerialScheduler } from '../../scheduling/serial-scheduler.js';
import { networkFailure } from '../../transport/network-error.js';
import { HotOutcome } from './hot-outcome.js';
import type { WebSocketHop } from './web-socket-hop.js';

/** Part of the session that an outbox uses. */
export interface OutboxSession {
  readonly rootQueue: SerialScheduler;
  captureContext(): RunInContext;
}

/** Messages on their way out, in the order they were given: those given before the socket is open wait for it. */
export class WebSocketOutbox {
  readonly #session: OutboxSession;
  readonly #unsent = new Set<Sending>();
  #hop: WebSocketHop | undefined;
  /** Messages whose turn on the rootQueue is still to come. */
  #queued = 0;
  #end: SessionError | undefined;

  constructor(session: OutboxSession) {
    this.#session = session;
  }

  /** Emits once the message has been handed to the network; errors with why it has not. */
  send(message: WebSocketMessage): Observable<void> {
    const outcome = new HotOutcome<void>(() => this.#session.captureContext());
    const sending: Sending = { message, outcome };
    if (this.#canSendNow(message)) this.#take(sending);
    else this.#queue(sending);
    return outcome.observable;
  }

  /** True on the rootQueue, where a listener answers a message, unless other messages come before. */
  #canSendNow(message: WebSocketMessage): boolean {
    const isNext = this.#queued === 0 && this.#end === undefined && this.#hop?.isConnected === true;
    return isNext && this.#session.rootQueue.isCurrent && obstacleTo(message) === undefined;
  }

  #queue(sending: Sending): void {
    this.#queued += 1;
    this.#session.rootQueue.enqueue(() => {
      this.#queued -= 1;
      this.#take(sending);
    });
  }

  /** Sends the messages that have waited for the socket to open. */
  open(hop: WebSocketHop): void {
    this.#hop = hop;
    for (const sending of this.#unsent) this.#put(sending, hop);
  }

  /** Fails or drops the messages that are still waiting. */
  close(error: SessionError | undefined): void {
    this.#end = error ?? notConnected();
    for (const { outcome } of this.#unsent) outcome.fail(this.#end);
    this.#unsent.clear();
  }

  #take(sending: Sending): void {
    const obstacle = this.#end ?? obstacleTo(sending.message);
    if (obstacle !== undefined) {
      sending.outcome.fail(obstacle);
      return;
    }
    this.#unsent.add(sending);
    if (this.#hop !== undefined) this.#put(sending, this.#hop);
  }

  #put(sending: Sending, hop: WebSocketHop): void {
    const sent = (error?: unknown): void => {
      const settle = (): void => {
        this.#settle(sending, error);
      };
      if (sending.outcome.isAwaited) this.#session.rootQueue.enqueue(settle);
      else settle();
    };
    try {
      if (hop.isConnected) hop.send(sending.message, sent);
      else this.#settle(sending, notConnected());
    } catch (error) {
      this.#settle(sending, error);
    }
  }

  #settle(sending: Sending, error: unknown): void {
    if (!this.#unsent.delete(sending)) return;
    if (error === undefined || error === null) sending.outcome.succeed();
    else sending.outcome.fail(networkFailure(error, { hasResponse: true }));
  }
}

interface Sending {
  readonly message: WebSocketMessage;
  readonly outcome: HotOutcome<void>;
}

function obstacleTo(message: unknown): SessionError | undefined {
  if (typeof message === 'string' || message instanceof Uint8Array) return undefined;
  return new SessionError({
    kind: 'unsupported',
    feature: 'a WebSocket message that is neither text nor bytes',
  });
}

function notConnected(): SessionError {
  const detail = 'the WebSocket is closed';
  return new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost', detail });
}

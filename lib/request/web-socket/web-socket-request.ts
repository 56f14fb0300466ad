import { filter, map, Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import { SessionError } from '../../errors/session-error.js';
import type { WebSocketClosure } from '../../message/web-socket-close-code.js';
import { WebSocketCloseCode } from '../../message/web-socket-close-code.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import type { DecodableSchema } from '../../serializers/decodable-response-serializer.js';
import { HotOutcome } from './hot-outcome.js';
import { Request } from '../request.js';
import type { RequestPlan } from '../request-plan.js';
import type { RequestSession } from '../request-session.js';
import { decodedEvents } from './web-socket-decoding.js';
import {
  webSocketEvent,
  type WebSocketControls,
  type WebSocketEvent,
  type WebSocketHappening,
  type WebSocketPingResponse,
} from './web-socket-event.js';
import { WebSocketExchange, type WebSocketListener } from './web-socket-exchange.js';
import { WebSocketTask } from './web-socket-task.js';

/**
 * A WebSocket with the life of a request (Alamofire's `WebSocketRequest`). It is an Observable of {@link
 * streamMessageEvents}.
 *
 * All subscribers share one socket: the first subscription opens it, and the end of the last one cancels it. Each
 * receives the events from its subscription on, and all receive one event before any receives the next; a subscriber
 * after the end receives the completion. The handshake is adapted, redirected and retried as any request is. Once the
 * socket was open, nothing is retried.
 *
 * @example
 * const socket = session.webSocketRequest('wss://api.example.com/ticks', { configuration: { protocol: 'ticks.v2' } });
 * socket.streamDecodable(Tick).subscribe({ next: (tick) => show(tick), error: (error) => explain(error) });
 * socket.send('subscribe BTC').subscribe({ error: (error) => explain(error) });
 */
export class WebSocketRequest extends Request<WebSocketEvent<WebSocketMessage>> implements WebSocketControls {
  /** @internal */
  declare protected readonly exchange: WebSocketExchange;
  readonly #events: Observable<WebSocketEvent<WebSocketMessage>>;

  /** @internal */
  constructor(session: RequestSession, plan: RequestPlan) {
    super(session, plan, WebSocketExchange, (subscriber) => this.#listen(subscriber));
    this.#events = new Observable((subscriber) => this.#listen(subscriber));
  }

  /**
   * All that happens: `connected`, each `receivedMessage`, `disconnected` where the socket was closed, and `completed`,
   * after which it completes. It never errors: a failure is the `error` of the completion.
   */
  streamMessageEvents(): Observable<WebSocketEvent<WebSocketMessage>> {
    return this.#events;
  }

  /** The messages alone. Completes when the socket was closed, whatever the code; errors with the `SessionError`. */
  streamMessages(): Observable<WebSocketMessage> {
    return new Observable((subscriber) => this.#listenToMessages(subscriber));
  }

  /**
   * {@link streamMessageEvents} with each message read as JSON and checked by a schema. One that is not as expected is
   * a `serializerFailed` event, and the next ones still come. A schema may take its time: events keep their order, and
   * the socket is slowed down, as far as the platform allows. Cancelling does not wait for it.
   */
  streamDecodableEvents<T>(schema: DecodableSchema<T>): Observable<WebSocketEvent<T>> {
    return decodedEvents(this.exchange, this.#events, schema);
  }

  /**
   * The messages alone, each read as JSON and checked by a schema. Completes when the socket was closed; errors with
   * the `SessionError`, also with that of the first message that is not as expected.
   */
  streamDecodable<T>(schema: DecodableSchema<T>): Observable<T> {
    return messagesOf(this.streamDecodableEvents(schema));
  }

  /**
   * Sends text or bytes, with or without a subscriber, as soon as the socket is open. Emits once and completes when
   * the message was handed to the network, else errors with a `SessionError`; replayed to later subscribers. Messages
   * leave in the order of the calls. Bytes must not change until then.
   */
  send(message: WebSocketMessage): Observable<void> {
    return this.exchange.outbox.send(message);
  }

  /**
   * Sends a ping, with or without a subscriber. The response is passed to `onResponse` and to all subscribers, later
   * ones included; never errors. A server that sends nothing within the `timeoutInterval` while a pong is due fails
   * the request as `timedOut`. Browsers have no pings: the response is an `unsupported` error there.
   */
  sendPing(onResponse?: (response: WebSocketPingResponse) => void): Observable<WebSocketPingResponse> {
    const { session, pings } = this.exchange;
    const outcome = new HotOutcome<WebSocketPingResponse>(() => session.captureContext());
    if (onResponse !== undefined) outcome.observable.subscribe(onResponse);
    session.rootQueue.enqueue(() => {
      pings.send((response) => {
        outcome.succeed(response);
      });
    });
    return outcome.observable;
  }

  /**
   * Closes the socket by a closing handshake: messages that the peer sent before it still arrive, and the request
   * finishes without an error. Cancels a request that is not connected yet. Has no effect after the end.
   *
   * A code that may not be sent (browsers send 1000 and 3000 to 4999 alone) or a reason longer than 123 bytes ends
   * the request as `unsupported`. A peer that does not close within the `timeoutInterval` ends it as `timedOut`.
   */
  close({ code = WebSocketCloseCode.normalClosure, reason = '' }: WebSocketClosure = {}): this {
    const { exchange, lifecycle } = this;
    exchange.session.rootQueue.enqueue(() => {
      if (!lifecycle.isSettled) exchange.close(code, reason);
    });
    return this;
  }

  /** The request for `async` code: messages and events as async iterables. */
  webSocketTask(): WebSocketTask {
    return new WebSocketTask(this, {
      hold: () => {
        this.exchange.hold();
      },
      release: () => {
        this.exchange.release();
      },
      stay: () => {
        if (!this.lifecycle.isSettled) this.lifecycle.accompany();
      },
      abandoned: () => {
        // queued, since a loop that a message has ended has not left yet
        this.exchange.session.rootQueue.enqueue(() => {
          if (this.exchange.listeners.size === 0) this.cancel();
        });
      },
    });
  }

  #listen(subscriber: Subscriber<WebSocketEvent<WebSocketMessage>>): TeardownLogic {
    return this.#listenWith({
      received: (message) => {
        subscriber.next(webSocketEvent(this, { kind: 'receivedMessage', message }));
      },
      happened: (happening) => {
        subscriber.next(webSocketEvent(this, happening));
        if (happening.kind === 'completed') subscriber.complete();
      },
    });
  }

  /** Without an event for each message. */
  #listenToMessages(subscriber: Subscriber<WebSocketMessage>): TeardownLogic {
    return this.#listenWith({
      received: (message) => {
        subscriber.next(message);
      },
      happened: (happening) => {
        if (happening.kind !== 'completed') return;
        const { error } = happening.completion;
        if (error === undefined) subscriber.complete();
        else subscriber.error(error);
      },
    });
  }

  #listenWith(listening: Omit<WebSocketListener, 'runInContext'>): TeardownLogic {
    const { exchange, lifecycle } = this;
    const listener: WebSocketListener = { ...listening, runInContext: lifecycle.captureContext() };
    if (lifecycle.isSettled) {
      return lifecycle.deliverLater(() => {
        listener.runInContext(() => listener.happened(exchange.completed));
      });
    }
    exchange.listeners.add(listener);
    const leave = lifecycle.accompany();
    return () => {
      if (exchange.listeners.delete(listener)) leave();
    };
  }
}

/** The messages of events; it ends as they say. */
function messagesOf<T>(events: Observable<WebSocketEvent<T>>): Observable<T> {
  return events.pipe(
    map((event) => (event.kind === 'receivedMessage' ? { message: event.message } : failedBy(event))),
    filter((item) => item !== undefined),
    map(({ message }) => message),
  );
}

/** Throws the error of an event that reports a failure. */
function failedBy(event: Exclude<WebSocketHappening<unknown>, { kind: 'receivedMessage' }>): undefined {
  const error = event.kind === 'serializerFailed' ? event.error : undefined;
  const failure = event.kind === 'completed' ? event.completion.error : error;
  if (failure instanceof SessionError) throw failure;
  return undefined;
}

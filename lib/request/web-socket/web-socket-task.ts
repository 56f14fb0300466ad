import { firstValueFrom, type Observable } from 'rxjs';
import type { WebSocketClosure } from '../../message/web-socket-close-code.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import type { DecodableSchema } from '../../serializers/decodable-response-serializer.js';
import { BufferedIterator, type IterationFlow } from './buffered-iterator.js';
import { RequestTask, type TaskControls } from '../request-task.js';
import type { WebSocketEvent, WebSocketPingResponse } from './web-socket-event.js';

/** Options of an async iterable of a {@link WebSocketTask}. */
export interface WebSocketStreamingOptions {
  /**
   * Cancels the request when the loop is left, or ended by an invalid message, and there is no other listener.
   * Default: true.
   */
  readonly automaticallyCancelling?: boolean | undefined;
}

/** Request that a {@link WebSocketTask} controls. */
export interface WebSocketTaskRequest extends TaskControls {
  streamMessageEvents(): Observable<WebSocketEvent<WebSocketMessage>>;
  streamMessages(): Observable<WebSocketMessage>;
  streamDecodableEvents<T>(schema: DecodableSchema<T>): Observable<WebSocketEvent<T>>;
  streamDecodable<T>(schema: DecodableSchema<T>): Observable<T>;
  send(message: WebSocketMessage): Observable<void>;
  sendPing(): Observable<WebSocketPingResponse>;
  close(closure?: WebSocketClosure): unknown;
}

/** Effects of an iteration on its request. */
export interface WebSocketTaskFlow extends IterationFlow {
  /** Keeps the request running, whichever listener leaves. */
  stay(): void;
}

/**
 * A WebSocketRequest for `async` code (Alamofire's `WebSocketTask`). Each loop listens from its beginning on; a loop
 * that is slow slows the socket down for all, as far as the platform allows, and no message is lost.
 *
 * @example
 * const socket = session.webSocketRequest('wss://api.example.com/ticks').webSocketTask();
 * for await (const message of socket.streamingMessages()) console.log(message);
 */
export class WebSocketTask extends RequestTask<WebSocketTaskRequest> {
  readonly #flow: WebSocketTaskFlow;

  /** @internal */
  constructor(request: WebSocketTaskRequest, flow: WebSocketTaskFlow) {
    super(request);
    this.#flow = flow;
  }

  /** All that happens, up to `completed`; it never throws. */
  streamingMessageEvents(
    options?: WebSocketStreamingOptions,
  ): AsyncIterable<WebSocketEvent<WebSocketMessage>> {
    return this.#iterable(this.request.streamMessageEvents(), options);
  }

  /** The messages alone; ends when the socket was closed, and throws the `SessionError` when it failed. */
  streamingMessages(options?: WebSocketStreamingOptions): AsyncIterable<WebSocketMessage> {
    return this.#iterable(this.request.streamMessages(), options);
  }

  /** {@link streamingMessageEvents} with each message read as JSON and checked by a schema. */
  streamingDecodableEvents<T>(
    schema: DecodableSchema<T>,
    options?: WebSocketStreamingOptions,
  ): AsyncIterable<WebSocketEvent<T>> {
    return this.#iterable(this.request.streamDecodableEvents(schema), options);
  }

  /** {@link streamingMessages} with each message read as JSON and checked by a schema. */
  streamingDecodable<T>(schema: DecodableSchema<T>, options?: WebSocketStreamingOptions): AsyncIterable<T> {
    return this.#iterable(this.request.streamDecodable(schema), options);
  }

  /**
   * Resolves when the message was handed to the network. A rejection without a handler is not reported as unhandled.
   */
  send(message: WebSocketMessage): Promise<void> {
    return settling(this.request.send(message));
  }

  /** Resolves to the response to a ping. Never rejects. */
  sendPing(): Promise<WebSocketPingResponse> {
    return settling(this.request.sendPing());
  }

  /** See `WebSocketRequest.close`. */
  close(closure?: WebSocketClosure): void {
    this.request.close(closure);
  }

  #iterable<T>(
    source: Observable<T>,
    { automaticallyCancelling = true }: WebSocketStreamingOptions = {},
  ): AsyncIterable<T> {
    const flow = automaticallyCancelling
      ? this.#flow
      : {
          ...this.#flow,
          abandoned: () => {
            this.#flow.stay();
          },
        };
    return { [Symbol.asyncIterator]: () => new BufferedIterator(source, flow) };
  }
}

function settling<T>(outcome: Observable<T>): Promise<T> {
  const promise = firstValueFrom(outcome);
  promise.catch(() => undefined);
  return promise;
}

import type { SchedulerLike } from 'rxjs';
import type {
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
} from '../transport/web-socket-transport.js';
import { SessionError } from '../errors/session-error.js';
import { HTTPHeaders, type HTTPHeadersInit } from '../message/http-headers.js';
import { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import { WebSocketCloseCode } from '../message/web-socket-close-code.js';
import type { WebSocketMessage } from '../message/web-socket-message.js';

/** Server side of one WebSocket. */
export class StubWebSocket {
  /** Called for each message of the client. `received` holds them too. */
  onMessage: ((message: WebSocketMessage) => void) | undefined;
  /** Called for each ping; `pong` answers it. Default: answers at once. */
  onPing: ((pong: () => void) => void) | undefined;
  /** Called when the client closes the socket. Default: closes it with the client's code and reason. */
  onClose: ((code: number, reason: string) => void) | undefined;
  /** @internal */
  readonly connection: WebSocketConnection;
  readonly #received: WebSocketMessage[] = [];
  readonly #timings: TransactionTimings = {};
  readonly #clock: SchedulerLike;
  #client: WebSocketClient | undefined;
  #held: (() => void)[] | undefined;

  /** @internal */
  constructor(
    readonly handshake: WebSocketHandshake,
    client: WebSocketClient,
    clock: SchedulerLike,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#timings.fetchStart = this.#timings.requestStart = clock.now();
    this.connection = this.#connection();
  }

  /** Every message of the client so far. */
  get received(): readonly WebSocketMessage[] {
    return this.#received;
  }

  /** True once the socket is closed, or the client has ended it without closing. */
  get isOver(): boolean {
    return this.#client === undefined;
  }

  /** Opens the socket, with the first subprotocol that was asked for unless another is given. */
  accept(protocol: string | undefined = this.handshake.protocols[0]): void {
    this.#answer(101, protocol === undefined ? {} : { 'Sec-WebSocket-Protocol': protocol });
    this.#tell((client) => {
      client.didOpen(protocol);
    });
  }

  /** Answers the handshake with a response that opens no socket. */
  refuse(statusCode: number, headers: HTTPHeadersInit = {}): void {
    this.#answer(statusCode, headers);
    const detail = `the handshake was answered with the status code ${statusCode}`;
    this.fail(new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', detail }));
  }

  /** Sends a message to the client, after `accept`. While the client has suspended the socket, the message waits. */
  send(message: WebSocketMessage): void {
    this.#tell((client) => {
      client.didReceiveMessage(message);
    });
  }

  /** Closes the socket. The client answers with a close of its own. */
  close(code: number = WebSocketCloseCode.normalClosure, reason = ''): void {
    this.#tell((client) => {
      client.didClose(code, reason === '' ? undefined : reason);
      this.#end(undefined);
    });
  }

  /** Ends the connection without closing the socket. */
  fail(error: unknown): void {
    this.#tell(() => {
      this.#end(error);
    });
  }

  #answer(statusCode: number, headers: HTTPHeadersInit): void {
    this.#timings.responseStart = this.#clock.now();
    const { url } = this.handshake.urlRequest;
    const response = new HTTPURLResponse({
      url,
      statusCode,
      headers: HTTPHeaders.from(headers),
      httpVersion: '1.1',
    });
    this.#tell((client) => {
      client.didReceiveResponse(response);
    });
  }

  #end(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    this.#timings.responseEnd = this.#clock.now();
    client?.didComplete(error);
  }

  #tell(work: (client: WebSocketClient) => void): void {
    const unlessOver = (): void => {
      if (this.#client !== undefined) work(this.#client);
    };
    if (this.#held === undefined) unlessOver();
    else this.#held.push(unlessOver);
  }

  #connection(): WebSocketConnection {
    return {
      timings: this.#timings,
      sendPhase: 'something',
      send: (message, sent) => {
        this.#received.push(message);
        sent();
        this.onMessage?.(message);
      },
      ping: (answered) => {
        const pong = (): void => {
          this.#tell(answered);
        };
        if (this.onPing === undefined) pong();
        else this.onPing(pong);
      },
      close: (code, reason) => {
        if (this.onClose === undefined) this.close(code, reason);
        else this.onClose(code, reason);
      },
      suspend: () => {
        this.#held ??= [];
      },
      resume: () => {
        const held = this.#held ?? [];
        this.#held = undefined;
        for (const work of held) work();
      },
      cancel: () => {
        this.#client = undefined;
      },
    };
  }
}

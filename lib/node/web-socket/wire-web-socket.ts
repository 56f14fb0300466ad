import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket as WebSocketOfWS } from 'ws';
import type { SendPhase } from '../../message/request-info.js';
import type {
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
} from '../../transport/web-socket-transport.js';
import { SessionError } from '../../errors/session-error.js';
import { HTTPHeaders } from '../../message/http-headers.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import { WebSocketCloseCode } from '../../message/web-socket-close-code.js';
import type { WebSocketMessage } from '../../message/web-socket-message.js';
import { Connection, targetOf, type ConnectionEnvironment } from '../wire/connection.js';
import { webSocketFailure } from './web-socket-failure.js';
import { WebSocketPongs } from './web-socket-pongs.js';

/** Milliseconds a server has to close the connection after the closing handshake. */
const CLOSING_GRACE = 1000;

/** Longest delay of a timer; disables the one of `ws`, since delays run on the rootQueue. */
const NEVER = 2 ** 31 - 1;

/** WebSocket of the package `ws`, which is loaded with the first one. */
export class WireWebSocket implements WebSocketConnection {
  readonly #handshake: WebSocketHandshake;
  readonly #environment: ConnectionEnvironment;
  readonly #timings: TransactionTimings = {};
  readonly #pongs = new WebSocketPongs();
  #client: WebSocketClient | undefined;
  #connection: Connection | undefined;
  #ws: WebSocketOfWS | undefined;
  #response: HTTPURLResponse | undefined;
  #error: unknown;

  constructor(handshake: WebSocketHandshake, client: WebSocketClient, environment: ConnectionEnvironment) {
    this.#handshake = handshake;
    this.#client = client;
    this.#environment = environment;
    this.#mark('fetchStart');
    void import('ws').then(
      ({ WebSocket }) => {
        this.#open(WebSocket);
      },
      (error: unknown) => {
        this.#complete(error);
      },
    );
  }

  get timings(): Readonly<TransactionTimings> {
    return { ...this.#timings, ...this.#connection?.timings };
  }

  get sendPhase(): SendPhase {
    return this.#timings.requestStart === undefined ? 'nothing' : 'something';
  }

  send(message: WebSocketMessage, sent: (error?: unknown) => void): void {
    this.#ws?.send(message, sent);
  }

  ping(answered: () => void): void {
    this.#ws?.ping(this.#pongs.expect(answered));
  }

  close(code: number, reason: string): void {
    this.#ws?.close(code, reason);
  }

  suspend(): void {
    this.#ws?.pause();
  }

  resume(): void {
    this.#ws?.resume();
  }

  /** Sends a close frame with code 1001, then closes the connection. */
  cancel(): void {
    this.#client = undefined;
    const ws = this.#ws;
    if (ws !== undefined) {
      if (ws.readyState === ws.OPEN) ws.close(WebSocketCloseCode.goingAway);
      ws.terminate();
    }
    this.#connection?.socket.destroy();
  }

  #open(WebSocket: typeof WebSocketOfWS): void {
    if (this.#client === undefined) return;
    const { urlRequest, protocols, maximumMessageSize } = this.#handshake;
    const options = {
      headers: fieldsOf(urlRequest.headers),
      maxPayload: Math.min(maximumMessageSize, NEVER),
      closeTimeout: NEVER,
      createConnection: (_: unknown, opened: ConnectionOpened) => {
        this.#connect(opened);
      },
    };
    try {
      // It takes the connection by callback, as `node:http` does; its types ask for one at once.
      this.#ws = new WebSocket(urlRequest.url, [...protocols], options as object);
      this.#heed(this.#ws);
    } catch (error) {
      this.#complete(error);
    }
  }

  #connect(opened: ConnectionOpened): void {
    const target = targetOf(new URL(this.#handshake.urlRequest.url));
    const connection = new Connection(target, this.#environment, {
      didOpen: () => {
        this.#mark('requestStart');
        this.#closeInTime(connection.socket);
        opened(null, connection.socket);
      },
      didFailToOpen: (error) => {
        opened(error, null);
      },
      didClose: () => {
        this.#mark('responseEnd');
      },
    });
    this.#connection = connection;
  }

  #heed(ws: WebSocketOfWS): void {
    ws.binaryType = 'arraybuffer';
    ws.on('unexpected-response', (_request: ClientRequest, answer: IncomingMessage) => {
      this.#refused(answer);
    });
    ws.on('upgrade', (answer) => {
      this.#answered(answer);
    });
    ws.on('open', () => this.#client?.didOpen(ws.protocol === '' ? undefined : ws.protocol));
    ws.on('message', (data, isBinary) => {
      this.#client?.didReceiveMessage(messageOf(data as ArrayBuffer | Buffer, isBinary));
    });
    ws.on('pong', (payload) => {
      this.#pongs.came(payload);
    });
    ws.on('error', (error) => {
      this.#error ??= webSocketFailure(error, this.#response !== undefined);
    });
    ws.on('close', (code, reason) => {
      this.#closed(code, reason.toString());
    });
  }

  #answered(answer: IncomingMessage): void {
    this.#mark('responseStart');
    this.#response = new HTTPURLResponse({
      url: this.#handshake.urlRequest.url,
      statusCode: answer.statusCode ?? 0,
      statusText: answer.statusMessage,
      headers: HTTPHeaders.received(pairsOf(answer.rawHeaders)),
      httpVersion: answer.httpVersion,
    });
    this.#client?.didReceiveResponse(this.#response);
  }

  #refused(answer: IncomingMessage): void {
    this.#answered(answer);
    const detail = `the handshake was answered with the status code ${String(answer.statusCode)}`;
    this.#error ??= new SessionError({ kind: 'sessionTaskFailed', code: 'badServerResponse', detail });
    this.#ws?.terminate();
  }

  #closed(code: number, reason: string): void {
    if (this.#error !== undefined) {
      this.#complete(this.#error);
      return;
    }
    if (code === WebSocketCloseCode.abnormalClosure) {
      const detail = 'the connection of the WebSocket was lost';
      this.#complete(new SessionError({ kind: 'sessionTaskFailed', code: 'networkConnectionLost', detail }));
      return;
    }
    this.#client?.didClose(code, reason === '' ? undefined : reason);
    this.#complete(undefined);
  }

  #complete(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete(error);
  }

  /** Closes the connection if the server does not (RFC 6455 §7.1.1). */
  #closeInTime(socket: Socket): void {
    socket.once('finish', () => {
      const deadline = this.#environment.rootQueue.schedule(() => {
        socket.destroy();
      }, CLOSING_GRACE);
      socket.once('close', () => {
        deadline.unsubscribe();
      });
    });
  }

  #mark(phase: keyof TransactionTimings): void {
    this.#timings[phase] = this.#environment.rootQueue.now();
  }
}

type ConnectionOpened = (...outcome: [error: null, socket: Socket] | [error: Error, socket: null]) => void;

function fieldsOf(headers: HTTPHeaders): Record<string, string | string[]> {
  const fields = Array.from(headers, ([name, value]) => {
    const values = headers.values(name);
    return [name, values.length > 1 ? values : value] as const;
  });
  return Object.fromEntries(fields);
}

function pairsOf(raw: readonly string[]): [name: string, value: string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
}

/** Converts a message of `ws`: bytes are an ArrayBuffer, text is a Buffer. */
function messageOf(data: ArrayBuffer | Buffer, isBinary: boolean): WebSocketMessage {
  return isBinary ? new Uint8Array(data) : (data as Buffer).toString();
}

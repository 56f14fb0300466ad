import type { SchedulerLike } from 'rxjs';
import type { SendPhase } from '../message/request-info.js';
import type {
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
} from '../transport/web-socket-transport.js';
import type { NetworkErrorCode } from '../errors/network-error-code.js';
import { SessionError } from '../errors/session-error.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import type { WebSocketMessage } from '../message/web-socket-message.js';
import { SendBuffer } from './send-buffer.js';

/**
 * WebSocket of a page or worker. It cannot apply backpressure: messages that arrive while it is suspended are
 * buffered until it is resumed. Browsers do not report why it could not be opened or was lost.
 */
export class PageWebSocket implements WebSocketConnection {
  readonly sendPhase: SendPhase = 'something';
  readonly timings: TransactionTimings = {};
  readonly #maximumMessageSize: number;
  readonly #clock: SchedulerLike;
  readonly #socket: WebSocket | undefined;
  readonly #buffer: SendBuffer | undefined;
  #client: WebSocketClient | undefined;
  #isOpen = false;
  #held: (() => void)[] | undefined;

  constructor(handshake: WebSocketHandshake, client: WebSocketClient, rootQueue: SchedulerLike) {
    this.#client = client;
    this.#clock = rootQueue;
    this.#maximumMessageSize = handshake.maximumMessageSize;
    this.#mark('fetchStart');
    try {
      this.#socket = opened(handshake);
      this.#buffer = new SendBuffer(this.#socket, rootQueue);
      this.#heed(this.#socket);
    } catch (error) {
      this.#complete(openingFailure(error));
    }
  }

  send(message: WebSocketMessage, sent: (error?: unknown) => void): void {
    this.#buffer?.send(message, sent);
  }

  ping(): void {
    throw new SessionError({ kind: 'unsupported', feature: 'pings of a WebSocket' });
  }

  close(code: number, reason: string): void {
    if (code !== 1000 && code < 3000) {
      const feature = `closing a WebSocket with the code ${code}: a browser sends 1000 and 3000 to 4999`;
      throw new SessionError({ kind: 'unsupported', feature });
    }
    this.#socket?.close(code, reason);
  }

  suspend(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const work of held) work();
  }

  cancel(): void {
    this.#client = undefined;
    this.#leave();
  }

  #heed(socket: WebSocket): void {
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#isOpen = true;
      this.#mark('responseStart');
      this.#client?.didOpen(socket.protocol === '' ? undefined : socket.protocol);
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      this.#buffer?.settle();
      this.#tell(() => {
        this.#received(typeof data === 'string' ? data : new Uint8Array(data));
      });
    };
    socket.onclose = (event) => {
      this.#buffer?.stop();
      this.#mark('responseEnd');
      this.#tell(() => {
        this.#closed(event);
      });
    };
  }

  #received(message: WebSocketMessage): void {
    if (!isLargerThan(message, this.#maximumMessageSize)) {
      this.#client?.didReceiveMessage(message);
      return;
    }
    this.#leave();
    this.#complete(failure('dataLengthExceedsMaximum', 'a message is larger than maximumMessageSize'));
  }

  #closed({ wasClean, code, reason }: CloseEvent): void {
    if (wasClean) {
      this.#client?.didClose(code, reason === '' ? undefined : reason);
      this.#complete(undefined);
    } else if (this.#isOpen) {
      this.#complete(networkFailure('networkConnectionLost', 'the connection of the WebSocket was lost'));
    } else {
      this.#complete(networkFailure('cannotConnectToHost', 'the WebSocket could not be opened'));
    }
  }

  #tell(work: () => void): void {
    if (this.#held === undefined) work();
    else this.#held.push(work);
  }

  #complete(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete(error);
  }

  #leave(): void {
    this.#buffer?.stop();
    if (this.#socket === undefined) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  #mark(phase: keyof TransactionTimings): void {
    this.timings[phase] = this.#clock.now();
  }
}

function opened({ urlRequest, protocols }: WebSocketHandshake): WebSocket {
  const { WebSocket } = globalThis as { WebSocket?: typeof globalThis.WebSocket };
  if (WebSocket === undefined) throw new SessionError({ kind: 'unsupported', feature: 'WebSockets' });
  return new WebSocket(urlRequest.url.replace(/^http/i, 'ws'), [...protocols]);
}

/** A page of https may not open a WebSocket that is not secure. */
function openingFailure(error: unknown): unknown {
  const isForbidden = error instanceof DOMException && error.name === 'SecurityError';
  return isForbidden
    ? new SessionError({
        kind: 'sessionTaskFailed',
        code: 'appTransportSecurityRequiresSecureConnection',
        error,
      })
    : error;
}

function networkFailure(code: NetworkErrorCode, detail: string): SessionError {
  const { navigator } = globalThis as { navigator?: Navigator };
  return failure(navigator?.onLine === false ? 'notConnectedToInternet' : code, detail);
}

function failure(code: NetworkErrorCode, detail: string): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code, detail });
}

/** Text counts as UTF-8, of at most three bytes for each unit of UTF-16. */
function isLargerThan(message: WebSocketMessage, limit: number): boolean {
  if (typeof message !== 'string') return message.byteLength > limit;
  if (message.length * 3 <= limit) return false;
  return message.length > limit || new TextEncoder().encode(message).byteLength > limit;
}

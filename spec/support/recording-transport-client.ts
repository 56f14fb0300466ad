import type { RequestBody } from '../../lib/transport/request-body.js';
import type {
  Transport,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../../lib/transport/transport.js';
import { SessionError } from '../../lib/errors/session-error.js';
import type { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest, type URLRequestInit } from '../../lib/message/url-request.js';

/** Keeps what a transport tells, in its order. */
export class RecordingTransportClient implements TransportClient {
  readonly heard: ('response' | 'data' | 'complete')[] = [];
  readonly pieces: Uint8Array[] = [];
  readonly sent: number[] = [];
  head: HTTPURLResponse | undefined;
  /** Set when the first piece has come. */
  readonly firstPiece: Promise<void>;
  /** Resolves to what the message ended with. */
  readonly completed: Promise<unknown>;
  readonly response: Promise<HTTPURLResponse>;
  readonly #settle: {
    response(head: HTTPURLResponse): void;
    firstPiece(): void;
    completed(error: unknown): void;
  };
  #received: ((response: HTTPURLResponse) => void) | undefined;

  constructor() {
    const settle = { response: ignore, firstPiece: ignore, completed: ignore } as {
      response: (head: HTTPURLResponse) => void;
      firstPiece: () => void;
      completed: (error: unknown) => void;
    };
    this.response = new Promise((resolve) => (settle.response = resolve));
    this.firstPiece = new Promise((resolve) => (settle.firstPiece = resolve));
    this.completed = new Promise((resolve) => (settle.completed = resolve));
    this.#settle = settle;
  }

  /** Called as soon as the head is there, in the stack of the transport. */
  onResponse(received: (response: HTTPURLResponse) => void): this {
    this.#received = received;
    return this;
  }

  didReceiveResponse(response: HTTPURLResponse): void {
    this.heard.push('response');
    this.head = response;
    this.#settle.response(response);
    this.#received?.(response);
  }

  didReceiveData(data: Uint8Array): void {
    this.heard.push('data');
    this.pieces.push(data);
    this.#settle.firstPiece();
  }

  didSendBodyData(totalBytesSent: number): void {
    this.sent.push(totalBytesSent);
  }

  didComplete(error?: unknown): void {
    this.heard.push('complete');
    this.#settle.completed(error);
  }

  /** All bytes, once the message has ended well. */
  async bytes(): Promise<Uint8Array> {
    const error = await this.completed;
    if (error !== undefined) throw error as Error;
    return new Uint8Array(Buffer.concat(this.pieces));
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json<T>(): Promise<T> {
    return JSON.parse(await this.text()) as T;
  }

  async failure(): Promise<SessionError> {
    const error = await this.completed;
    if (!(error instanceof SessionError)) throw new Error('It did not fail with a SessionError.');
    return error;
  }
}

export interface SentMessage {
  readonly task: TransportTask;
  readonly client: RecordingTransportClient;
}

/** Sends a message and keeps what the transport tells about it. */
export function sendMessage(
  transport: Transport,
  url: string,
  init: URLRequestInit &
    Partial<Omit<TransportRequest, 'urlRequest' | 'body'>> & { outbound?: RequestBody } = {},
  client = new RecordingTransportClient(),
): SentMessage {
  const { outbound, previousHop, reportsUploadProgress = false, streamsResponse, ...rest } = init;
  const urlRequest = new URLRequest(url, rest);
  const request = { urlRequest, body: outbound, previousHop, reportsUploadProgress, streamsResponse };
  const task = transport.send(request, client);
  return { task, client };
}

function ignore(): void {
  // replaced by the promise it belongs to
}

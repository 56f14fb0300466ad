import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** How an exchange ended, as the server sees it. */
export type ExchangeOutcome = 'answered' | 'closed';

/** A request the server has received the head of, and what became of it. */
export class SeenRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** In lower case; repeated ones joined as Node does. */
  readonly headers: IncomingHttpHeaders;
  /** Name and value pairs in their order and spelling. */
  readonly rawHeaders: readonly [name: string, value: string][];
  /** Milliseconds of `performance.now()` when its head was there. */
  readonly receivedAt = performance.now();
  /** The connection it came on, counted from 1: equal numbers mean one reused connection. */
  readonly connection: number;
  /** Resolves when the response has been sent, or the socket has closed before that. */
  readonly outcome: Promise<ExchangeOutcome>;
  /** Resolves when the socket has closed before the response was sent; stays pending otherwise. */
  readonly closed: Promise<void>;
  /** Aborted when the exchange is over, either way. */
  readonly signal: AbortSignal;

  /** Bytes of the response body the kernel has taken; counted by the endpoints that stream without end. */
  bytesWritten = 0;
  /** Resolves with how the WebSocket that has come of it was closed, as the server sees it. */
  readonly webSocketClosed: Promise<{ code: number; reason: string }>;
  didCloseWebSocket: (code: number, reason: string) => void = () => undefined;
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage, response: ServerResponse, connection: number) {
    const url = new URL(request.url ?? '/', 'http://loopback.invalid');
    this.method = request.method ?? '';
    this.target = request.url ?? '/';
    this.path = url.pathname;
    this.query = url.searchParams;
    this.headers = request.headers;
    this.rawHeaders = pairs(request.rawHeaders);
    this.connection = connection;
    this.#request = request;
    const ended = new AbortController();
    this.signal = ended.signal;
    this.outcome = outcomeOf(response, ended);
    this.webSocketClosed = new Promise((resolve) => {
      this.didCloseWebSocket = (code, reason) => {
        resolve({ code, reason });
      };
    });
    this.closed = this.outcome.then((outcome) => (outcome === 'closed' ? undefined : never()));
  }

  /** Bytes read from the connection since it was opened, heads included. */
  get socketBytesRead(): number {
    return this.#request.socket.bytesRead;
  }

  /**
   * Resolves to `stalled` when the client has stopped reading a body that is counted in `bytesWritten`: the
   * kernel has taken nothing for many turns of the event loop; or to how the exchange ended.
   */
  async stalledOrEnded(turns = 200): Promise<ExchangeOutcome | 'stalled'> {
    let written = -1;
    for (let still = 0; still < turns; still += 1) {
      if (this.signal.aborted) return this.outcome;
      if (this.bytesWritten !== written) still = 0;
      written = this.bytesWritten;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return 'stalled';
  }
}

function outcomeOf(response: ServerResponse, ended: AbortController): Promise<ExchangeOutcome> {
  return new Promise((resolve) => {
    response.once('close', () => {
      resolve(response.writableFinished ? 'answered' : 'closed');
      ended.abort();
    });
  });
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

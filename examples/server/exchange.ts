import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Latch } from './latch.js';
import type { SeenRequest } from './seen-request.js';

/** What endpoints may ask of the server they belong to. */
export interface ServerMemory {
  readonly origin: string;
  latch(name: string): Latch;
  /** Counts the calls of a name, from 1. */
  count(name: string): number;
}

/** One request and its response, as an endpoint works with them. */
export class ServerExchange {
  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly seen: SeenRequest,
    readonly server: ServerMemory,
    readonly parameters: Readonly<Record<string, string>>,
  ) {}

  /** Aborted when the exchange is over. */
  get signal(): AbortSignal {
    return this.seen.signal;
  }

  get query(): URLSearchParams {
    return this.seen.query;
  }

  get url(): URL {
    return new URL(this.seen.target, this.server.origin);
  }

  parameter(name: string): string {
    return this.parameters[name] ?? '';
  }

  /** A number of the path, or of the query where the path has none. */
  number(name: string, otherwise = 0): number {
    const text = this.parameters[name] ?? this.query.get(name);
    return text === null || text === '' || Number.isNaN(Number(text)) ? otherwise : Number(text);
  }

  json(value: unknown, status = 200, headers: OutgoingHttpHeaders = {}): void {
    this.send(`${JSON.stringify(value)}\n`, { 'Content-Type': 'application/json', ...headers }, status);
  }

  /** Sends a whole body with its length. */
  send(body: string | Uint8Array, headers: OutgoingHttpHeaders = {}, status = 200): void {
    const length = Buffer.byteLength(body);
    this.response.writeHead(status, { 'Content-Length': length, ...headers }).end(body);
  }

  /** Sends a head alone. */
  empty(status: number, headers: OutgoingHttpHeaders = {}): void {
    this.response.writeHead(status, headers).end();
  }

  /** Writes a piece; resolves when the kernel has taken it, to whether the client is still there. */
  write(piece: string | Uint8Array): Promise<boolean> {
    if (this.signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isTaken: boolean): void => {
        this.signal.removeEventListener('abort', left);
        if (isTaken) this.seen.bytesWritten += Buffer.byteLength(piece);
        resolve(isTaken);
      };
      const left = (): void => {
        settle(false);
      };
      this.signal.addEventListener('abort', left);
      this.response.write(piece, (error) => {
        settle(!error);
      });
    });
  }

  /** The body as it was sent; rejects when the client leaves before its end. */
  async body(): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.request) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }
}

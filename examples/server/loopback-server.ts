import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Observable } from 'rxjs';
import { allowCrossOrigin } from './cross-origin.js';
import { dispatch } from './dispatch.js';
import type { ServerMemory } from './exchange.js';
import { type Latch, Latches } from './latch.js';
import type { SeenRequest } from './seen-request.js';
import { type ServerEvent, Traffic } from './traffic.js';
import { isForWebSocket, responseTo, upgrade } from './upgrade.js';

export interface LoopbackServerOptions {
  /** Any free one unless given. */
  port?: number | undefined;
  /** Serves https with this key and certificate. */
  tls?: { key: string; cert: string } | undefined;
  /** Lets pages of every origin read the responses. */
  allowCrossOrigin?: boolean | undefined;
}

/** A real server on 127.0.0.1, with what it takes to check on it what a client claims. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:43210`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly events: Observable<ServerEvent>;
  /** How many connections were accepted since the start. */
  readonly connections: number;
  readonly openSockets: number;
  /** Everything that was asked since the start or the last `reset()`, in order of arrival. */
  readonly requests: readonly SeenRequest[];
  requestsTo(path: string): readonly SeenRequest[];
  /** The earliest request to a path that was not handed out before; waits when there is none yet. */
  nextRequest(path: string): Promise<SeenRequest>;
  /** What `/latch/:name`, `/latch-body/:name` and `?latch=name` wait for. */
  latch(name: string): Latch;
  /** Keeps every request to a path waiting, before its endpoint sees it, until the latch lets it go. */
  hold(path: string): Latch;
  /** Bytes of the last response of a path that the kernel has taken. */
  bytesWritten(path: string): number;
  /** Resolves as soon as no request is being answered: all connections are idle or closed. */
  whenIdle(): Promise<void>;
  /** Resolves as soon as no connection is open. */
  whenDisconnected(): Promise<void>;
  /** Forgets requests, latches and counts; connections stay open. */
  reset(): void;
  /** Closes the server and every connection. */
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1.
 *
 * @example
 * const server = await startServer();
 * const response = await fetch(`${server.url}/get?page=2`);
 * await server.close();
 */
export async function startServer(options: LoopbackServerOptions = {}): Promise<LoopbackServer> {
  const server = options.tls ? https.createServer(options.tls) : http.createServer();
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return new RunningServer(server, options);
}

class RunningServer implements LoopbackServer {
  readonly url: string;
  readonly port: number;
  readonly #server: http.Server;
  readonly #traffic = new Traffic();
  readonly #latches = new Latches();
  readonly #held = new Latches();
  readonly #counts = new Map<string, number>();

  constructor(server: http.Server, options: LoopbackServerOptions) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = options.tls
      ? `https://localhost:${String(this.port)}`
      : `http://127.0.0.1:${String(this.port)}`;
    server.on('connection', (socket) => {
      this.#traffic.connected(socket);
    });
    server.on('request', (request, response) => {
      if (options.allowCrossOrigin && allowCrossOrigin(request, response)) return;
      this.#answer(request, response);
    });
    server.on('upgrade', (request: http.IncomingMessage, socket: Socket, head: Buffer) => {
      const response = responseTo(request, socket);
      if (isForWebSocket(request)) this.#upgrade(request, response, head);
      else this.#answer(request, response);
    });
  }

  get events(): Observable<ServerEvent> {
    return this.#traffic.events.asObservable();
  }

  get connections(): number {
    return this.#traffic.connections;
  }

  get openSockets(): number {
    return this.#traffic.openSockets;
  }

  get requests(): readonly SeenRequest[] {
    return this.#traffic.seen;
  }

  requestsTo(path: string): readonly SeenRequest[] {
    return this.#traffic.requestsTo(path);
  }

  nextRequest(path: string): Promise<SeenRequest> {
    return this.#traffic.nextRequest(path);
  }

  latch(name: string): Latch {
    return this.#latches.named(name);
  }

  hold(path: string): Latch {
    return this.#held.named(path);
  }

  bytesWritten(path: string): number {
    return this.requestsTo(path).at(-1)?.bytesWritten ?? 0;
  }

  whenIdle(): Promise<void> {
    return this.#traffic.whenIdle();
  }

  whenDisconnected(): Promise<void> {
    return this.#traffic.whenDisconnected();
  }

  reset(): void {
    this.#traffic.forget();
    this.#latches.clear();
    this.#held.clear();
    this.#counts.clear();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#traffic.disconnect();
    await closed;
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const seen = this.#traffic.requested(request, response);
    void dispatch(request, response, seen, this.#memory, this.#held.find(seen.path));
  }

  #upgrade(request: http.IncomingMessage, response: http.ServerResponse, head: Buffer): void {
    const seen = this.#traffic.requested(request, response);
    void upgrade(request, response, head, seen, { ...this.#memory, held: this.#held.find(seen.path) });
  }

  get #memory(): ServerMemory {
    return { origin: this.url, latch: this.latch.bind(this), count: this.#count.bind(this) };
  }

  #count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Subject } from 'rxjs';
import { type ExchangeOutcome, SeenRequest } from './seen-request.js';

/** What happens at a server, in the order it happens. */
export type ServerEvent =
  | { type: 'connected'; connection: number }
  | { type: 'requested'; request: SeenRequest }
  | { type: 'ended'; request: SeenRequest; outcome: ExchangeOutcome }
  | { type: 'disconnected'; connection: number };

/** Keeps the sockets and the requests of one server, so that a client's claims can be checked against them. */
export class Traffic {
  readonly events = new Subject<ServerEvent>();
  connections = 0;
  readonly #sockets = new Set<Socket>();
  /** By the port of the client, which a socket and the TLS around it have in common. */
  readonly #numbers = new Map<number | undefined, number>();
  readonly #running = new Set<SeenRequest>();
  #seen: SeenRequest[] = [];
  readonly #taken = new Set<SeenRequest>();

  get openSockets(): number {
    return this.#sockets.size;
  }

  get seen(): readonly SeenRequest[] {
    return this.#seen;
  }

  connected(socket: Socket): void {
    this.connections += 1;
    const connection = this.connections;
    const { remotePort } = socket;
    this.#sockets.add(socket);
    this.#numbers.set(remotePort, connection);
    // A client that resets its connection is what many specs are about, and no failure of the server.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.events.next({ type: 'disconnected', connection });
    });
    this.events.next({ type: 'connected', connection });
  }

  requested(request: IncomingMessage, response: ServerResponse): SeenRequest {
    const seen = new SeenRequest(request, response, this.#numbers.get(request.socket.remotePort) ?? 0);
    this.#seen.push(seen);
    this.#running.add(seen);
    void seen.outcome.then((outcome) => {
      this.#running.delete(seen);
      this.events.next({ type: 'ended', request: seen, outcome });
    });
    this.events.next({ type: 'requested', request: seen });
    return seen;
  }

  requestsTo(path: string): SeenRequest[] {
    return this.#seen.filter((request) => isTo(request, path));
  }

  nextRequest(path: string): Promise<SeenRequest> {
    return this.#when(() => {
      const next = this.requestsTo(path).find((request) => !this.#taken.has(request));
      if (next) this.#taken.add(next);
      return next;
    });
  }

  async whenIdle(): Promise<void> {
    await this.#when(() => this.#running.size === 0 || undefined);
  }

  async whenDisconnected(): Promise<void> {
    await this.#when(() => this.openSockets === 0 || undefined);
  }

  forget(): void {
    this.#seen = [];
    this.#taken.clear();
  }

  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #when<T>(answer: () => T | undefined): Promise<T> {
    const now = answer();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve) => {
      const subscription = this.events.subscribe(() => {
        const later = answer();
        if (later === undefined) return;
        subscription.unsubscribe();
        resolve(later);
      });
    });
  }
}

function isTo(request: SeenRequest, path: string): boolean {
  return (path.includes('?') ? request.target : request.path) === path;
}

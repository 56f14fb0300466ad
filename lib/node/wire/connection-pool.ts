import type { SchedulerLike } from 'rxjs';
import { Roster } from '../../scheduling/roster.js';
import { SessionError } from '../../errors/session-error.js';
import { targetOf, type ConnectionTarget } from './connection.js';
import {
  HTTP1Connection,
  type ConnectionRequest,
  type HTTP1ConnectionOwner,
  type HTTP1Environment,
} from './http1-connection.js';

/**
 * The connections to one origin. A request goes over the free connection that was used last. Without a free one it
 * waits, and a new connection is opened for it as long as there are fewer than the limit; whichever connection is
 * free first takes the request that has waited longest.
 */
export class ConnectionPool implements HTTP1ConnectionOwner {
  readonly #target: ConnectionTarget;
  readonly #connections = new Set<HTTP1Connection>();
  /** Those that are being opened for whichever request waits first. */
  readonly #opening = new Set<HTTP1Connection>();
  /** Those that are being opened for one request alone. */
  readonly #bound = new Map<HTTP1Connection, ConnectionRequest>();
  /** Those that will be free as soon as the small rest of an unwanted response has come. */
  readonly #draining = new Set<HTTP1Connection>();
  readonly #idle: HTTP1Connection[] = [];
  readonly #waiting = new Roster<ConnectionRequest>();
  #isClosing = false;

  constructor(
    origin: string,
    readonly environment: HTTP1Environment,
    private readonly maximumConnections: number,
    /** Called once there are neither connections nor waiting requests. */
    private readonly didEmpty: () => void,
  ) {
    this.#target = targetOf(new URL(origin));
  }

  send(request: ConnectionRequest): void {
    const free = this.#idle.pop();
    if (free !== undefined) {
      free.send(request);
      return;
    }
    this.#waiting.add(request);
    this.#openAsNeeded();
    request.isQueued = this.#waiting.size > this.#opening.size + this.#draining.size;
  }

  /** Sends a request over a connection that is opened for it alone. */
  sendOverNew(request: ConnectionRequest): void {
    this.#bound.set(this.#open(), request);
  }

  /** Takes back a request that has no connection yet; false if it has one. */
  withdraw(request: ConnectionRequest): boolean {
    if (this.#waiting.delete(request)) {
      this.#closeUnneeded();
      return true;
    }
    for (const [connection, bound] of this.#bound) {
      if (bound !== request) continue;
      this.#giveUp(connection, abandoned());
      this.#checkEmpty();
      return true;
    }
    return false;
  }

  willBeFree(connection: HTTP1Connection): void {
    this.#draining.add(connection);
  }

  isFree(connection: HTTP1Connection): void {
    this.#draining.delete(connection);
    const next = this.#requestFor(connection);
    if (next !== undefined) {
      connection.send(next);
    } else if (this.#isClosing) {
      connection.close();
    } else {
      this.#idle.push(connection);
      connection.idle();
    }
  }

  didFailToOpen(connection: HTTP1Connection, error: Error): void {
    if (!this.#connections.has(connection)) return;
    const failed = this.#requestFor(connection);
    this.didClose(connection);
    failed?.didFail(error);
  }

  didClose(connection: HTTP1Connection): void {
    const index = this.#idle.lastIndexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#connections.delete(connection);
    this.#draining.delete(connection);
    this.#openAsNeeded();
    this.#checkEmpty();
  }

  /** Closes each connection as soon as no request needs it. */
  close(): void {
    this.#isClosing = true;
    for (const connection of [...this.#idle]) connection.close();
  }

  /** Fails every request with the reason and closes every connection. */
  async destroy(reason: Error): Promise<void> {
    this.#isClosing = true;
    const closed = Array.from(this.#connections, ({ connection }) => connection.closed());
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next.didFail(reason);
    }
    const bound = [...this.#bound.values()];
    for (const connection of [...this.#opening, ...this.#bound.keys()]) this.#giveUp(connection, reason);
    for (const request of bound) request.didFail(reason);
    for (const connection of [...this.#connections]) connection.destroy(reason);
    await Promise.all(closed);
    this.#checkEmpty();
  }

  /** The request that a connection was opened for, or that has waited longest. */
  #requestFor(connection: HTTP1Connection): ConnectionRequest | undefined {
    const bound = this.#bound.get(connection);
    this.#bound.delete(connection);
    this.#opening.delete(connection);
    return bound ?? this.#waiting.shift();
  }

  #openAsNeeded(): void {
    const soonFree = this.#draining.size;
    while (this.#waiting.size > this.#opening.size + soonFree) {
      if (this.#connections.size >= this.maximumConnections) return;
      this.#opening.add(this.#open());
    }
  }

  #open(): HTTP1Connection {
    const connection = new HTTP1Connection(this.#target, this);
    this.#connections.add(connection);
    return connection;
  }

  /** The newest go first. */
  #closeUnneeded(): void {
    const unneeded = [...this.#opening].slice(this.#waiting.size);
    for (const connection of unneeded) this.#giveUp(connection, abandoned());
    this.#checkEmpty();
  }

  #giveUp(connection: HTTP1Connection, reason: Error): void {
    this.#opening.delete(connection);
    this.#bound.delete(connection);
    this.#connections.delete(connection);
    connection.connection.giveUp(reason);
  }

  #checkEmpty(): void {
    if (this.#connections.size === 0 && this.#waiting.size === 0) this.didEmpty();
  }
}

/** Connections and clock of a session's requests. */
export interface Wire {
  readonly pools: ConnectionPools;
  /** The clock of the timings; carries the time that a discarded rest may take. */
  readonly rootQueue: SchedulerLike;
}

/** The pools of a session, one for each origin. */
export class ConnectionPools {
  readonly #pools = new Map<string, ConnectionPool>();
  #emptied: (() => void) | undefined;
  #end: Promise<void> | undefined;

  constructor(
    private readonly environment: HTTP1Environment,
    private readonly maximumConnectionsPerOrigin: number,
  ) {}

  /** Sends a request; over a connection of its own if `needsNew`. Once closed, it fails as `sessionInvalidated`. */
  send(origin: string, request: ConnectionRequest, needsNew = false): void {
    if (this.#end !== undefined && !needsNew) {
      request.didFail(connectionsClosed());
      return;
    }
    const pool = this.#pools.get(origin) ?? this.#add(origin);
    if (needsNew) pool.sendOverNew(request);
    else pool.send(request);
  }

  /** Takes back a request that has no connection yet; false if it has one. */
  withdraw(origin: string, request: ConnectionRequest): boolean {
    return this.#pools.get(origin)?.withdraw(request) ?? false;
  }

  /** Takes no more requests; settles when those under way have ended and every connection is closed. */
  close(): Promise<void> {
    this.#end ??= new Promise((resolve) => {
      this.#emptied = resolve;
      for (const pool of [...this.#pools.values()]) pool.close();
      if (this.#pools.size === 0) resolve();
    });
    return this.#end;
  }

  /** Fails what is under way as `sessionInvalidated`; settles when every connection is closed. */
  async destroy(): Promise<void> {
    const ended = this.close();
    const pools = [...this.#pools.values()];
    await Promise.all(pools.map((pool) => pool.destroy(connectionsClosed())));
    await ended;
  }

  #add(origin: string): ConnectionPool {
    const pool = new ConnectionPool(origin, this.environment, this.maximumConnectionsPerOrigin, () => {
      if (this.#pools.get(origin) === pool) this.#pools.delete(origin);
      if (this.#pools.size === 0) this.#emptied?.();
    });
    this.#pools.set(origin, pool);
    if (this.#end !== undefined) pool.close();
    return pool;
  }
}

function connectionsClosed(): Error {
  return new SessionError({ kind: 'sessionInvalidated' });
}

function abandoned(): Error {
  return new Error('No request waits for the connection any more.');
}

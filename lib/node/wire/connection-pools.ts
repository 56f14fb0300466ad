import type { ConnectionEnvironment } from './connection.js';
import { ConnectionPool } from './connection-pool.js';
import type { LaneRequest } from './lane.js';

/** The connections of a session, to every origin it talks to. */
export class ConnectionPools {
  readonly #pools = new Map<string, ConnectionPool>();
  #emptied: (() => void) | undefined;
  #end: Promise<void> | undefined;
  #destroyed: Error | undefined;

  constructor(
    private readonly environment: ConnectionEnvironment,
    private readonly maximumConnectionsPerOrigin: number,
  ) {}

  send(origin: string, request: LaneRequest): void {
    if (this.#end !== undefined) request.fail(connectionsClosed());
    else (this.#pools.get(origin) ?? this.#add(origin)).send(request);
  }

  /** Takes back a request that waits for a connection; false when it waits no longer. */
  withdraw(origin: string, request: LaneRequest): boolean {
    return this.#pools.get(origin)?.withdraw(request) ?? false;
  }

  /** Takes no more requests; settles when those under way have ended and every connection is closed. */
  close(): Promise<void> {
    this.#end ??= new Promise((resolve) => {
      this.#emptied = resolve;
      for (const pool of this.#pools.values()) pool.close();
      if (this.#pools.size === 0) resolve();
    });
    return this.#end;
  }

  /** Ends what is under way, with an error each; settles when every connection is closed. */
  async destroy(): Promise<void> {
    const ended = this.close();
    this.#destroyed ??= connectionsClosed();
    for (const pool of this.#pools.values()) void pool.destroy(this.#destroyed);
    await ended;
  }

  #add(origin: string): ConnectionPool {
    const pool = new ConnectionPool(origin, this.environment, this.maximumConnectionsPerOrigin, () => {
      if (this.#pools.get(origin) === pool) this.#pools.delete(origin);
      if (this.#pools.size === 0) this.#emptied?.();
    });
    this.#pools.set(origin, pool);
    return pool;
  }
}

function connectionsClosed(): Error {
  return Object.assign(new Error('The session has closed its connections.'), { code: 'UND_ERR_CLOSED' });
}

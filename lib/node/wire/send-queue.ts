import { setImmediate } from 'node:timers';

/** A connection as its queue knows it. */
export interface QueuedConnection {
  /** Sends the request that it was given. */
  write(): void;
  /** Lets the process end although the connection is open, unless it carries a request. */
  releaseProcess(): void;
}

/**
 * Sends what a turn of the event loop has given to connections: at its end, all together, so that a server is woken
 * once. A message that is alone is sent without waiting for that.
 */
export class SendQueue {
  #connections: QueuedConnection[] = [];
  /** Idle connections that have kept the process alive so far. */
  readonly #idle: QueuedConnection[] = [];
  /** Requests that were sent, and whose responses are not complete. */
  #underWay = 0;

  add(connection: QueuedConnection): void {
    if (this.#connections.push(connection) > 1) return;
    if (this.#underWay > 0) setImmediate(this.#flush);
    else queueMicrotask(this.#flush);
  }

  didBegin(): void {
    this.#underWay += 1;
  }

  didEnd(): void {
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    for (const connection of this.#idle.splice(0)) connection.releaseProcess();
  }

  /** Lets the process end while the connection is idle, once no request needs the process either. */
  didIdle(connection: QueuedConnection): void {
    if (this.#underWay === 0) connection.releaseProcess();
    else this.#idle.push(connection);
  }

  readonly #flush = (): void => {
    const connections = this.#connections;
    this.#connections = [];
    for (const connection of connections) connection.write();
  };
}

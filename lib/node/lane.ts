import { Client, type buildConnector, type Dispatcher } from 'undici';
import { Connection, type ConnectionEnvironment } from './connection.js';

/** A request on its way to a server: its message, and the handler of what comes back. */
export interface LaneRequest extends Dispatcher.DispatchHandler {
  readonly options: Dispatcher.DispatchOptions;
  /** Nobody is interested any more: no connection is opened for it. */
  readonly isCancelled: boolean;
  /** The lane it was given. From then on its handler is told its fate, and releases the lane after it. */
  lane: Lane | undefined;
  /** Told when it cannot be given a lane. */
  fail(error: Error): void;
}

/** What a lane belongs to. */
export interface LaneOwner {
  readonly environment: ConnectionEnvironment;
  /** The lane's request is over. */
  released(lane: Lane): void;
  /** The lane's connection has closed. */
  disconnected(lane: Lane): void;
}

/** Carries one request after the other over one connection, which is opened when it is needed. */
export class Lane {
  /** The open connection, or the one being opened. */
  connection: Connection | undefined;
  readonly #client: Client;
  readonly #owner: LaneOwner;
  #request: LaneRequest | undefined;

  constructor(origin: string, owner: LaneOwner) {
    this.#owner = owner;
    this.#client = new Client(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: this.#connect.bind(this),
    });
  }

  get isIdle(): boolean {
    return this.#request === undefined;
  }

  send(request: LaneRequest): void {
    this.#request = request;
    request.lane = this;
    this.#client.dispatch(request.options, request);
  }

  release(): void {
    this.#request = undefined;
    this.#owner.released(this);
  }

  /** Does not wait any longer for a connection that does not stand yet. */
  giveUpConnecting(reason: Error): void {
    this.connection?.giveUp(reason);
  }

  /** Closes the connection and fails the request, if there is one. */
  async destroy(reason: Error): Promise<void> {
    const { connection } = this;
    const destroyed = this.#client.destroy(reason);
    connection?.giveUp(reason);
    await Promise.all([destroyed, connection?.closed()]);
  }

  #connect(options: buildConnector.Options, opened: buildConnector.Callback): void {
    if (this.#request === undefined || this.#request.isCancelled) {
      opened(new Error('Nobody waits for the connection any more.'), null);
      return;
    }
    const connection = new Connection(options, this.#owner.environment, opened, () => {
      if (this.connection !== connection) return;
      this.connection = undefined;
      this.#owner.disconnected(this);
    });
    this.connection = connection;
  }
}

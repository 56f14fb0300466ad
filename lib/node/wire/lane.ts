import type { buildConnector, Client, Dispatcher } from 'undici';
import type { Rostered } from '../../scheduling/roster.js';
import { Connection, type ConnectionEnvironment } from './connection.js';
import { loadClientMaker, loadedClientMaker, type ClientMaker } from './undici-client.js';

/** A request on its way to a server: its message, and the handler of what comes back. */
export interface LaneRequest extends Dispatcher.DispatchHandler, Rostered {
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
  #client: Client | Promise<Client>;
  readonly #owner: LaneOwner;
  #request: LaneRequest | undefined;

  constructor(origin: string, owner: LaneOwner) {
    this.#owner = owner;
    const open = (Maker: ClientMaker): Client => {
      const client = new Maker(origin, {
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: this.#connect.bind(this),
      });
      this.#client = client;
      return client;
    };
    const maker = loadedClientMaker();
    this.#client = maker === undefined ? loadClientMaker().then(open) : open(maker);
  }

  get isIdle(): boolean {
    return this.#request === undefined;
  }

  send(request: LaneRequest): void {
    this.#request = request;
    request.lane = this;
    const client = this.#client;
    if (!(client instanceof Promise)) {
      client.dispatch(request.options, request);
      return;
    }
    const failed = (error: Error): void => {
      request.lane = undefined;
      request.fail(error);
      this.release();
    };
    client.then((opened) => opened.dispatch(request.options, request), failed);
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
    const client = this.#client;
    const destroyed =
      client instanceof Promise ? client.then((opened) => opened.destroy(reason)) : client.destroy(reason);
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

import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { FaultConnection, type FaultStep } from './fault-connection.js';

/** A server that follows a script on the bare connection, and so can do what no HTTP server would. */
export interface FaultServer {
  readonly url: string;
  readonly port: number;
  /** In the order they were accepted. */
  readonly connections: readonly FaultConnection[];
  /**
   * What the next connection will do; calls queue up. After its script, and without any, a connection says
   * nothing more and stays open for as long as the client wants it.
   *
   * @example
   * faults.script(receiveHead, send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'), reset);
   */
  script(...steps: FaultStep[]): void;
  /** The earliest connection that was not handed out before; waits when there is none yet. */
  nextConnection(): Promise<FaultConnection>;
}

/** A fault server for the specs of a file or a `describe`; before each of them all connections are closed. */
export function useFaultServer(): FaultServer {
  const server = new ScriptedServer();
  beforeAll(() => server.start());
  beforeEach(() => server.reset());
  afterAll(() => server.close());
  return server;
}

/** A URL at which nobody listens: connecting to it is refused at once. */
export async function refusedURL(): Promise<string> {
  const server = new ScriptedServer();
  await server.start();
  const { url } = server;
  await server.close();
  return url;
}

class ScriptedServer implements FaultServer {
  connections: FaultConnection[] = [];
  port = 0;
  #scripts: FaultStep[][] = [];
  #handedOut = 0;
  readonly #server = net.createServer({ allowHalfOpen: true });

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#server.on('connection', (socket) => {
      const connection = new FaultConnection(socket);
      this.connections.push(connection);
      void connection.perform(this.#scripts.shift() ?? []);
      this.#server.emit('scripted');
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.port = (this.#server.address() as AddressInfo).port;
  }

  script(...steps: FaultStep[]): void {
    this.#scripts.push(steps);
  }

  async nextConnection(): Promise<FaultConnection> {
    const index = this.#handedOut;
    this.#handedOut += 1;
    for (;;) {
      const connection = this.connections[index];
      if (connection) return connection;
      await once(this.#server, 'scripted');
    }
  }

  async reset(): Promise<void> {
    this.#scripts = [];
    await Promise.all(this.connections.map((connection) => connection.close()));
    this.connections = [];
    this.#handedOut = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    await this.reset();
    await closed;
  }
}

import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import {
  type LoopbackServer,
  type LoopbackServerOptions,
  startServer,
} from '../../examples/server/loopback-server.js';

/**
 * A loopback server for the specs of a file or a `describe`: started before them, closed after them, and
 * forgetting before each of them what was asked of it. To be read inside specs only.
 *
 * @example
 * const server = useServer();
 * it('says hello', async () => {
 *   await fetch(`${server.url}/get`);
 *   expect(server.requestsTo('/get')).toHaveLength(1);
 * });
 */
export function useServer(options?: LoopbackServerOptions): LoopbackServer {
  const running: { server?: LoopbackServer } = {};
  beforeAll(async () => {
    running.server = await startServer(options);
  });
  beforeEach(() => running.server?.reset());
  afterAll(() => running.server?.close());
  return standIn(() => running.server);
}

/** Several servers: each is an origin of its own. */
export function useServers(count: 2, options?: LoopbackServerOptions): [LoopbackServer, LoopbackServer];
export function useServers(count: number, options?: LoopbackServerOptions): LoopbackServer[];
export function useServers(count: number, options?: LoopbackServerOptions): LoopbackServer[] {
  return Array.from({ length: count }, () => useServer(options));
}

/** Handed out before the server is there, and the server itself from then on. */
function standIn(server: () => LoopbackServer | undefined): LoopbackServer {
  return new Proxy({} as LoopbackServer, {
    get: (_, property) => {
      const running = server();
      if (!running) throw new Error('The server runs inside specs only.');
      const value: unknown = Reflect.get(running, property, running);
      return typeof value === 'function' ? (value.bind(running) as unknown) : value;
    },
  });
}

import { afterAll, beforeAll } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of Debian, and the configuration it is given for its port and a folder of its own. */
export interface RealServer {
  readonly command: string;
  readonly args: (file: string) => readonly string[];
  readonly configuration: (port: number, folder: string) => string;
}

/** A server that was not written here, for the specs of a file: started before them, ended after them. */
export function useRealServer({ command, args, configuration }: RealServer): { readonly url: string } {
  let port = 0;
  let stop: () => Promise<void> = () => Promise.resolve();
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'real-server-'));
    port = await freePort();
    const file = join(folder, 'configuration');
    writeFileSync(file, configuration(port, folder));
    // Whatever becomes of the specs: the server ends with them.
    const child = spawn('/usr/bin/setpriv', ['--pdeathsig', 'KILL', command, ...args(file)], {
      stdio: 'ignore',
    });
    const closed = once(child, 'close');
    stop = async () => {
      child.kill('SIGKILL');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    };
    await listening(port, () => child.exitCode !== null);
  }, 60_000);
  afterAll(() => stop());
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Resolves at the first connection; a refused one is followed by the next attempt. */
function listening(port: number, hasEnded: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempt = (): void => {
      if (hasEnded()) {
        reject(new Error('The server ended before it could be reached.'));
        return;
      }
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', () => setImmediate(attempt));
    };
    attempt();
  });
}

import { afterAll, beforeAll } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createInterface } from 'node:readline';

export interface Httpbin {
  readonly url: string;
  stop(): Promise<void>;
}

/** What `/get`, `/post`, `/anything` and their kind answer with. */
export interface Echo {
  /** Absolute, as it was asked for. */
  readonly url: string;
  readonly args: Readonly<Record<string, string | string[]>>;
  /** Names as in `Content-Type`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: string;
  /** Of `/anything` alone. */
  readonly method: string;
  /** The fields of a form, URL-encoded or multipart. */
  readonly form: Readonly<Record<string, string | string[]>>;
  /** A body that is no form: its text, or a base64 `data:` URL of it when it is no UTF-8. */
  readonly data: string;
  readonly json: unknown;
  /** The parts of a multipart body that have a file name, as in `data`. */
  readonly files: Readonly<Record<string, string>>;
}

/** httpbin for the specs of a file: started before them, ended after them. To be read inside specs only. */
export function useHttpbin(): { readonly url: string } {
  let httpbin: Httpbin | undefined;
  beforeAll(async () => {
    httpbin = await startHttpbin();
  }, 60_000);
  afterAll(() => httpbin?.stop());
  return {
    get url() {
      if (httpbin === undefined) throw new Error('httpbin runs inside specs only.');
      return httpbin.url;
    },
  };
}

/** Debian's, which finds Debian's httpbin; another gunicorn may come earlier on the PATH. */
const gunicorn = '/usr/bin/gunicorn';
const serving = ['-b', '127.0.0.1:0', '-k', 'gthread', '--threads', '16', '--timeout', '60', 'httpbin:app'];

/** Starts httpbin on a port of its own; it answers when this resolves. */
export async function startHttpbin(): Promise<Httpbin> {
  // Whatever becomes of the specs: what they have started ends with them.
  const args = ['--pdeathsig', 'KILL', gunicorn, ...serving];
  const child = spawn('/usr/bin/setpriv', args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  try {
    const url = await listeningURL(child);
    await answers(`${url}/status/204`, child);
    return { url, stop: () => stop(child, closed) };
  } catch (error) {
    await stop(child, closed);
    throw error;
  }
}

/** Gunicorn names the port that it was given on standard error, which is read on so that it never blocks. */
function listeningURL(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const written: string[] = [];
    child.once('error', reject);
    if (child.stderr === null) throw new Error('Nothing to read from gunicorn.');
    createInterface({ input: child.stderr })
      .on('line', (line) => {
        written.push(line);
        const url = /Listening at: (http:\S+)/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      })
      .once('close', () => {
        reject(new Error(`gunicorn ended:\n${written.join('\n')}`));
      });
  });
}

/** Resolves at the first answer; a refused or closed connection is followed by the next attempt. */
function answers(url: string, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempt = (): void => {
      if (child.exitCode !== null) {
        reject(new Error('gunicorn ended before it answered.'));
        return;
      }
      get(url, { agent: false }, (response) => {
        response.resume().once('end', resolve);
      }).once('error', attempt);
    };
    attempt();
  });
}

/** Ends gunicorn and its workers, a process group of their own, without waiting for what they still answer. */
async function stop(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  await closed;
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Client } from '../clients/client.js';

/** Requests to send, all alike. */
export interface Load {
  readonly url: string;
  readonly requests: number;
  /** Requests that are under way at once. */
  readonly concurrency: number;
  /** Sent as JSON; a GET unless given. */
  readonly value?: object | undefined;
}

/** What a load took. */
export interface Took {
  /** Microseconds of processor time for each request. */
  readonly cpu: number;
  readonly perSecond: number;
}

/** So many requests are sent and never answered. */
export interface Wait {
  readonly url: string;
  readonly requests: number;
}

/** Bytes of memory that each of them holds. */
export interface Held {
  readonly bytes: number;
}

const SETTLING_TIME = 1000;

const [file = ''] = process.argv.slice(2);
const { client } = (await import(new URL(`../clients/${file}.js`, import.meta.url).href)) as {
  client: Client;
};

process.on('message', (question: Load | Wait) => {
  const answer = 'concurrency' in question ? measured(question) : held(question);
  void answer.then((told) => process.send?.(told));
});
process.on('disconnect', () => process.exit());
process.send?.(client.name);

async function measured(load: Load): Promise<Took> {
  const start = performance.now();
  const before = process.cpuUsage();
  await all(load);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return { cpu: (user + system) / load.requests, perSecond: load.requests / seconds };
}

/** Sends the next as soon as one is answered, until all are. */
function all({ url, requests, concurrency, value }: Load): Promise<void> {
  return new Promise((resolve, reject) => {
    let started = 0;
    let ended = 0;
    const next = (): void => {
      started += 1;
      if (value === undefined) client.get(url, done);
      else client.post?.(url, value, done);
    };
    const done = (error: Error | undefined, answer?: unknown): void => {
      if (error !== undefined) reject(error);
      else if (!isRight(answer)) reject(new Error(`${client.name} answered with something else.`));
      ended += 1;
      if (ended === requests) resolve();
      else if (started < requests) next();
    };
    for (let index = 0; index < Math.min(concurrency, requests); index += 1) next();
  });
}

function isRight(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'id' in answer && answer.id === 17;
}

async function held({ url, requests }: Wait): Promise<Held> {
  const before = await memory();
  for (let index = 0; index < requests; index += 1) client.get(url, ended);
  return { bytes: ((await memory()) - before) / requests };
}

/** What is reachable, in bytes. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  await new Promise((resolve) => setTimeout(resolve, SETTLING_TIME));
  for (let times = 0; times < 3; times += 1) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function ended(error: Error | undefined): void {
  throw error ?? new Error(`${client.name} got an answer where there is none.`);
}

import type { Client } from '../clients/client.js';

/** Requests to send, all alike. */
export interface Load {
  readonly url: string;
  readonly requests: number;
  /** Requests that are under way at once. */
  readonly concurrency: number;
  /** Sent as JSON; a GET unless given. */
  readonly value?: object;
}

/** What a load took. */
export interface Took {
  /** Microseconds of processor time for each request. */
  readonly cpu: number;
  readonly perSecond: number;
}

const [name = ''] = process.argv.slice(2);
const { client } = (await import(`../clients/${name}.js`)) as { client: Client };

process.on('message', (load: Load) => {
  void measured(load).then((took) => process.send?.(took));
});
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

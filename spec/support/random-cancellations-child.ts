import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Session } from 'rxsession';
import { cancelAtRandom, type RandomCancellations } from './random-cancellations.js';

/** Something that a process may do wrong, to see that it is noticed. */
export type PlantedLeak = 'none' | 'requests kept' | 'listeners kept' | 'sockets kept' | 'a warning';

/** What a process has seen of itself. */
export interface ProcessReport {
  /** Bytes in use after a first round, and after a second one of the same size. */
  readonly heap: readonly [before: number, after: number];
  readonly active: number;
  readonly abortListeners: number;
  readonly warnings: readonly string[];
}

const [url = '', seed = '1', count = '0', leak = 'none'] = process.argv.slice(2);
const kept: unknown[] = [];
const warnings: string[] = [];
const session = new Session();
const { signal } = new AbortController();

function misbehave(request: unknown): void {
  if (leak === 'requests kept') kept.push(request);
  if (leak === 'listeners kept') signal.addEventListener('abort', () => request);
  if (leak === 'a warning' && kept.push(request) === 1)
    process.emitWarning('planted', 'MaxListenersExceededWarning');
  if (leak === 'sockets kept' && kept.length < 5) kept.push(fetch(`${url}/never`));
}

async function round(number: number): Promise<number> {
  const given: RandomCancellations = {
    session,
    url,
    signal,
    seed: number,
    count: Number(count),
    ended: misbehave,
  };
  await cancelAtRandom(given);
  for (let times = 0; times < 10; times += 1) {
    await turn();
    (globalThis as { gc?: () => void }).gc?.();
  }
  return process.memoryUsage().heapUsed;
}

/** Of the session: what it has not let go of. */
function activeRequests(): Promise<number> {
  return new Promise((resolve) => {
    session.withAllRequests(({ size }) => {
      resolve(size);
    });
  });
}

process.on('warning', ({ name }) => warnings.push(name));
const before = await round(Number(seed));
const after = await round(Number(seed) + 1);
const report: ProcessReport = {
  heap: [before, after],
  active: await activeRequests(),
  abortListeners: getEventListeners(signal, 'abort').length,
  warnings,
};
process.send?.(report);
process.once('message', () => {
  session[Symbol.dispose]();
  process.disconnect();
});

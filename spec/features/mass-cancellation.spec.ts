import { describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { forkBundle } from '../support/forked-bundle.js';
import type { PlantedLeak, ProcessReport } from '../support/random-cancellations-child.js';
import { useServer } from '../support/server.js';
import { turns } from '../support/happenings.js';

const CHILD = new URL('../support/random-cancellations-child.ts', import.meta.url);
const SEED = 20_240;

/** What a process has left behind. */
interface Leftovers {
  /** Of the heap after a first round, by which a second one has made it larger. */
  readonly growth: number;
  readonly active: number;
  readonly abortListeners: number;
  readonly warnings: readonly string[];
  /** Messages that the server is still answering, when the session is there still. */
  readonly unfinished: number;
  /** Sockets at the server, when the session is gone. */
  readonly sockets: number;
}

const NOTHING = { active: 0, abortListeners: 0, warnings: [], unfinished: 0, sockets: 0 };

describe('requests that are cancelled at random moments', () => {
  const server = useServer();

  /** Cancels as many requests twice over, in a process of its own. */
  async function leftBehind(count: number, leak: PlantedLeak = 'none'): Promise<Leftovers> {
    const child = forkBundle(
      CHILD,
      [server.url, String(SEED), String(count), leak],
      ['--expose-gc', '--no-warnings'],
    );
    try {
      const { heap, ...seen } = await firstWordOf(child.process);
      await patiently(server.whenIdle());
      const unfinished = server.requests.filter(({ signal }) => !signal.aborted).length;
      child.process.send('end');
      await patiently(server.whenDisconnected());
      return { growth: heap[1] / heap[0] - 1, ...seen, unfinished, sockets: server.openSockets };
    } finally {
      child[Symbol.dispose]();
    }
  }

  it('leave nothing behind, a thousand of them', async () => {
    const { growth, ...left } = await leftBehind(1000);
    expect(left).toEqual(NOTHING);
    expect(growth).toBeLessThan(0.05);
    expect(server.requests.length).toBeGreaterThan(1000);
  }, 60_000);

  it.each<[PlantedLeak, Partial<Leftovers>]>([
    ['listeners kept', { abortListeners: 400 }],
    ['a warning', { warnings: ['MaxListenersExceededWarning'] }],
    ['sockets kept', { unfinished: 5, sockets: 5 }],
  ])(
    'would be caught with %s',
    async (leak, caught) => {
      expect(await leftBehind(200, leak)).toMatchObject(caught);
    },
    60_000,
  );

  it('would be caught with requests kept', async () => {
    expect((await leftBehind(500, 'requests kept')).growth).toBeGreaterThan(0.1);
  }, 60_000);
});

async function firstWordOf(process: ChildProcess): Promise<ProcessReport> {
  const end = once(process, 'exit').then(() => Promise.reject(new Error('The process has ended.')));
  const [report] = (await Promise.race([once(process, 'message'), end])) as [ProcessReport];
  end.catch(() => undefined);
  return report;
}

/** Where something has been left behind, it never comes. */
function patiently(end: Promise<void>): Promise<void> {
  return Promise.race([end, turns(20_000)]);
}

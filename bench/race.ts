import { startChild, type Child } from './children/child.js';
import type { Load, Took } from './children/client.js';
import { amountOf, roundsOf, type Effort } from './effort.js';
import { verdictOn } from './goal.js';
import type { Measured } from './scenario.js';
import { medianOf, rangeText, rotated, spreadOf } from './statistics.js';

/** Ours in comparison with another, at most or at least so many times as much. */
export interface RaceGoal {
  readonly of: 'CPU' | 'requests/s';
  /** The file of `clients` that ours is compared with. */
  readonly than: string;
  readonly limit: number;
}

export interface Race {
  readonly effort: Effort;
  /** A path of the server. */
  readonly path: string;
  readonly concurrency: number;
  /** Of each client in a round. */
  readonly requests: number;
  readonly value?: object;
  /** Files of `clients`; the first is ours. */
  readonly clients: readonly string[];
  /** What the others are compared with in the table. */
  readonly yardstick: string;
  readonly goals: readonly RaceGoal[];
}

type ClientProcess = Child<Load, Took>;

const ROUNDS = 9;
/** Rounds that are not counted, of twice as many requests: the compiler takes its time. */
const WARM_UP = 3;

/** All that users pick from. */
export const PEERS = [
  ...['undici-dispatch', 'undici-request', 'node-http', 'superagent', 'global-fetch'],
  ...['axios', 'got', 'ky', 'axios-observable'],
];

/**
 * Has every client send the same requests, each in a process of its own and one after the other, round for round.
 * Ratios are taken within a round; the table has their median.
 */
export async function race(given: Race): Promise<Measured> {
  await using server = await startChild('server.ts');
  const runners: Runner[] = [];
  try {
    for (const file of given.clients) runners.push(new Runner(file, await startChild('client.ts', file)));
    await runAll(runners, { ...given, url: server.url + given.path }, given.effort);
  } finally {
    await Promise.all(runners.map(({ child }) => child[Symbol.asyncDispose]()));
  }
  return judged(runners, given);
}

async function runAll(runners: readonly Runner[], load: Load, effort: Effort): Promise<void> {
  for (let round = 0; round < WARM_UP; round += 1) {
    for (const runner of runners) await runner.run({ ...load, requests: load.requests * 2 });
  }
  const requests = amountOf(effort, load.requests);
  for (let round = 0; round < roundsOf(effort, ROUNDS); round += 1) {
    for (const runner of rotated(runners, round)) runner.count(await runner.run({ ...load, requests }));
  }
}

class Runner {
  readonly cpu: number[] = [];
  readonly perSecond: number[] = [];

  constructor(
    readonly file: string,
    readonly child: ClientProcess,
  ) {}

  run({ url, requests, concurrency, value }: Load): Promise<Took> {
    return this.child.ask({ url, requests, concurrency, ...(value && { value }) });
  }

  count({ cpu, perSecond }: Took): void {
    this.cpu.push(cpu);
    this.perSecond.push(perSecond);
  }

  measured(what: RaceGoal['of']): readonly number[] {
    return what === 'CPU' ? this.cpu : this.perSecond;
  }

  /** How many times as much as another, by the median of the rounds. */
  ratio(what: RaceGoal['of'], other: Runner): number {
    const others = other.measured(what);
    return medianOf(this.measured(what).map((value, round) => value / (others[round] ?? NaN)));
  }
}

function judged(runners: readonly Runner[], { goals, yardstick }: Race): Measured {
  const named = (file: string): Runner => runners.find((runner) => runner.file === file) as Runner;
  const [ours] = runners as [Runner];
  const stick = named(yardstick);
  const header = [
    ...['', 'CPU µs per request', 'min–max', `÷ ${stick.child.url}`],
    ...['requests/s', 'min–max', `÷ ${stick.child.url}`],
  ];
  const rows = runners.map((runner) => {
    const [cpu, perSecond] = [spreadOf(runner.cpu), spreadOf(runner.perSecond)];
    return [
      runner.child.url,
      ...[cpu.median.toFixed(1), rangeText(cpu, 1), runner.ratio('CPU', stick).toFixed(2)],
      ...[perSecond.median.toFixed(0), rangeText(perSecond, 0), runner.ratio('requests/s', stick).toFixed(2)],
    ];
  });
  const verdict = verdictOn(
    goals.map(({ of, than, limit }) => ({
      of: `${of} ÷ ${named(than).child.url}`,
      value: ours.ratio(of, named(than)),
      limit,
      direction: of === 'CPU' ? 'at most' : 'at least',
    })),
  );
  return { table: { header, rows }, ...verdict };
}

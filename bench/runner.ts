import { startPlainChild, type Child } from './children/child.js';
import type { Held, Load, Took, Wait } from './children/client.js';
import { amountOf, roundsOf, type Effort } from './effort.js';
import { medianOf, rotated } from './statistics.js';

/** What is compared of two clients. */
export type Quantity = 'CPU' | 'requests/s';

type ClientProcess = Child<Load | Wait, Took & Held>;

const ROUNDS = 9;
/** Rounds that are not counted, of twice as many requests: the compiler takes its time. */
const WARM_UP = 3;

/** A client in a process of its own, and what its rounds took. */
export class Runner implements AsyncDisposable {
  readonly cpu: number[] = [];
  readonly perSecond: number[] = [];

  private constructor(
    readonly file: string,
    readonly child: ClientProcess,
  ) {}

  /** Of a file of `clients`. */
  static async start(file: string, trusted?: string): Promise<Runner> {
    return new Runner(file, await startPlainChild('client.ts', [file], trusted));
  }

  get name(): string {
    return this.child.firstWord;
  }

  run(load: Load): Promise<Took> {
    return this.child.ask(load);
  }

  /** Bytes that each of so many requests holds while nobody answers. */
  async heldBytes(wait: Wait): Promise<number> {
    return (await this.child.ask(wait)).bytes;
  }

  count({ cpu, perSecond }: Took): void {
    this.cpu.push(cpu);
    this.perSecond.push(perSecond);
  }

  measured(what: Quantity): readonly number[] {
    return what === 'CPU' ? this.cpu : this.perSecond;
  }

  /** How many times as much as the best of others, which is chosen in each round; the median of the rounds. */
  ratio(what: Quantity, ...others: readonly Runner[]): number {
    const best = what === 'CPU' ? Math.min : Math.max;
    const bestOf = (round: number): number =>
      best(...others.map((other) => other.measured(what)[round] ?? NaN));
    return medianOf(this.measured(what).map((value, round) => value / bestOf(round)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]();
  }
}

/** Has every client do the work, each in a process of its own that ends with it. */
export async function withRunners(
  files: readonly string[],
  work: (runners: readonly Runner[]) => Promise<void>,
  trusted?: string,
): Promise<Runner[]> {
  const runners: Runner[] = [];
  try {
    for (const file of files) runners.push(await Runner.start(file, trusted));
    await work(runners);
    return runners;
  } finally {
    for (const runner of runners) await runner[Symbol.asyncDispose]();
  }
}

/** Runs every client in each round, in turn. */
export function runAll(
  files: readonly string[],
  load: Load,
  effort: Effort,
  trusted?: string,
): Promise<Runner[]> {
  const { requests } = load;
  const work = async (runners: readonly Runner[]): Promise<void> => {
    await warmUp(runners, { ...load, requests: requests * 2 });
    await eachRound(runners, effort, async (runner) => {
      runner.count(await runner.run({ ...load, requests: amountOf(effort, requests) }));
    });
  };
  return withRunners(files, work, trusted);
}

export async function warmUp(runners: readonly Runner[], load: Load): Promise<void> {
  for (let round = 0; round < WARM_UP; round += 1) {
    for (const runner of runners) await runner.run(load);
  }
}

/** The order of the clients is another in each round. */
export async function eachRound(
  runners: readonly Runner[],
  effort: Effort,
  run: (runner: Runner) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < roundsOf(effort, ROUNDS); round += 1) {
    for (const runner of rotated(runners, round)) await run(runner);
  }
}

import { amountOf, roundsOf, type Effort } from './effort.js';
import { verdictOn } from './goal.js';
import type { Measured } from './scenario.js';
import { rangeText, rotated, spreadOf, type Spread } from './statistics.js';

/** One way of doing the work. */
export interface Contender {
  readonly name: string;
  run(): void | Promise<void>;
}

/** Milliseconds of processor time, of all rounds. */
interface Timing extends Spread {
  readonly name: string;
}

export interface Comparison {
  readonly effort: Effort;
  readonly ours: Contender;
  readonly others: readonly Contender[];
  /** An odd number; 15 unless given. */
  readonly rounds?: number;
  /** Runs of each contender in a round, so that a round is long enough to be measured; 1 unless given. */
  readonly runs?: number;
}

/** Rounds that are not counted. */
const WARM_UP = 3;

/**
 * Measures processor time, which other work on the machine disturbs less than the clock's. Every round runs every
 * contender, each round in another order, after a garbage collection where Node exposes it. The goal is to need no
 * more than the best of the others.
 */
export async function compare(comparison: Comparison): Promise<Measured> {
  const { effort, ours, others } = comparison;
  const contenders = [ours, ...others];
  const rounds = roundsOf(effort, comparison.rounds ?? 15);
  const runs = amountOf(effort, comparison.runs ?? 1);
  const times = new Map(contenders.map((contender) => [contender, [] as number[]]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const contender of rotated(contenders, round)) {
      const time = await cpuTime(contender, runs);
      if (round >= 0) times.get(contender)?.push(time);
    }
  }
  return judged([...times].map(([{ name }, measured]) => ({ name, ...spreadOf(measured) })));
}

async function cpuTime(contender: Contender, runs: number): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await contender.run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

function judged(timings: readonly Timing[]): Measured {
  const [ours, ...others] = timings as [Timing, ...Timing[]];
  const best = others.reduce((a, b) => (b.median < a.median ? b : a));
  const rows = timings.map((row) => [
    row.name,
    row.median.toFixed(3),
    rangeText(row, 3),
    (row.median / best.median).toFixed(2),
  ]);
  const goal = {
    of: `CPU ÷ ${best.name}, the best of the others`,
    value: ours.median / best.median,
    limit: 1,
    direction: 'at most',
  } as const;
  return {
    table: { header: ['', 'median ms', 'min–max ms', '÷ best of the others'], rows },
    ...verdictOn([goal]),
  };
}

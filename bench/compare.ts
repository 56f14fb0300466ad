import type { Measured } from './scenario.js';

/** One way of doing the work. */
export interface Contender {
  readonly name: string;
  run(): void | Promise<void>;
}

/** Milliseconds of processor time, of all rounds. */
interface Timing {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Comparison {
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
  const { ours, others, rounds = 15, runs = 1 } = comparison;
  const contenders = [ours, ...others];
  const times = new Map(contenders.map((contender) => [contender, [] as number[]]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const contender of rotated(contenders, round)) {
      const time = await cpuTime(contender, runs);
      if (round >= 0) times.get(contender)?.push(time);
    }
  }
  return judged([...times].map(([{ name }, measured]) => timing(name, measured)));
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = Math.abs(by) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

async function cpuTime(contender: Contender, runs: number): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await contender.run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

function timing(name: string, times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const [least = NaN, median = NaN, most = NaN] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map(
    (index) => sorted[index],
  );
  return { name, least, median, most };
}

function judged(timings: readonly Timing[]): Measured {
  const [ours, ...others] = timings as [Timing, ...Timing[]];
  const best = others.reduce((a, b) => (b.median < a.median ? b : a));
  const ratio = ours.median / best.median;
  const rows = timings.map((row) => [
    row.name,
    row.median.toFixed(3),
    `${row.least.toFixed(3)}–${row.most.toFixed(3)}`,
    (row.median / best.median).toFixed(2),
  ]);
  return {
    table: { header: ['', 'median ms', 'min–max ms', '÷ best of the others'], rows },
    verdict: `Ours ÷ ${best.name}, the best of the others: ${ratio.toFixed(2)}; the goal is 1 or less.`,
    isGoalMet: ratio <= 1,
  };
}

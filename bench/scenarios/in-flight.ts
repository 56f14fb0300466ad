import { startChild } from '../children/child.js';
import { amountOf, type Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import { eachRound, Runner, warmUp, withRunners } from '../runner.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf } from '../statistics.js';

const CLIENTS = ['rxsession', 'undici-request', 'node-http', 'axios'];
const LEVELS = [
  { concurrency: 1, requests: 2000 },
  { concurrency: 100, requests: 5000 },
  { concurrency: 10_000, requests: 20_000 },
];
const WAITING = 10_000;

interface Row {
  readonly name: string;
  /** Microseconds of a request: the rounds of each level. */
  readonly cpu: readonly number[][];
  readonly heldBytes: number;
}

/** Runs all levels of a client after one another in each round. */
async function runLevels(url: string, effort: Effort): Promise<Map<Runner, number[][]>> {
  const measured = new Map<Runner, number[][]>();
  await withRunners(CLIENTS, async (runners) => {
    for (const runner of runners)
      measured.set(
        runner,
        LEVELS.map(() => []),
      );
    await warmUp(runners, { url, concurrency: 100, requests: 6000 });
    await eachRound(runners, effort, async (runner) => {
      for (const [index, { concurrency, requests }] of LEVELS.entries()) {
        const { cpu } = await runner.run({ url, concurrency, requests: amountOf(effort, requests) });
        measured.get(runner)?.[index]?.push(cpu);
      }
    });
  });
  return measured;
}

/** In a fresh process that has done a little work before. */
async function heldBytes(file: string, server: string): Promise<number> {
  await using runner = await Runner.start(file);
  await runner.run({ url: `${server}/json`, requests: 2000, concurrency: 128 });
  return await runner.heldBytes({ url: `${server}/never`, requests: WAITING });
}

/** What a request costs at 10 000, in relation to 100, by the median of the rounds. */
function growthOf({ cpu: [, at100 = [], at10000 = []] }: Row): number {
  return medianOf(at10000.map((value, round) => value / (at100[round] ?? NaN)));
}

async function measure(effort: Effort): Promise<Measured> {
  await using server = await startChild('server.ts');
  const rows: Row[] = [];
  for (const [{ name, file }, cpu] of await runLevels(`${server.firstWord}/json`, effort)) {
    rows.push({ name, cpu, heldBytes: await heldBytes(file, server.firstWord) });
  }
  const [ours, undici] = rows as [Row, Row];
  return {
    table: {
      header: ['CPU µs per request', '1', '100', '10 000', '10 000 ÷ 100', 'bytes held waiting'],
      rows: rows.map((row) => [
        row.name,
        ...row.cpu.map((rounds) => medianOf(rounds).toFixed(1)),
        ...[growthOf(row).toFixed(2), row.heldBytes.toFixed(0)],
      ]),
    },
    ...verdictOn([
      {
        of: `CPU at 10 000 ÷ ${undici.name}`,
        value: medianOf((ours.cpu[2] ?? []).map((value, round) => value / (undici.cpu[2]?.[round] ?? NaN))),
        limit: 0.8,
        direction: 'at most',
      },
      { of: 'Held', value: ours.heldBytes / 1000, limit: 2.2, direction: 'at most', unit: ' kB' },
    ]),
  };
}

export const scenario: Scenario = {
  title: '1, 100 and 10 000 requests in flight',
  description:
    'GET of 209 bytes of JSON on one session, over at most 128 connections of each client; the rest waits its turn. Held is what 10 000 requests that nobody answers have reachable each.',
  measure,
};

import { fileURLToPath } from 'node:url';
import { startChild } from './children/child.js';
import type { Effort } from './effort.js';
import { verdictOn } from './goal.js';
import { runAll, type Quantity, type Runner } from './runner.js';
import type { Measured } from './scenario.js';
import { rangeText, spreadOf } from './statistics.js';
import type { Table } from './table.js';

/** Ours in comparison with another, at most or at least so many times as much. */
export interface RaceGoal {
  readonly of: Quantity;
  /** The file of `clients` that ours is compared with; of several, the best in each round. */
  readonly than: string | readonly string[];
  readonly limit: number;
}

export interface Race {
  readonly effort: Effort;
  /** The file of `children` that is the server; the one of HTTP unless given. */
  readonly server?: string;
  /** A path of the server. */
  readonly path: string;
  readonly concurrency: number;
  /** Of each client in a round. */
  readonly requests: number;
  /** Sent as JSON; a GET unless given. */
  readonly value?: object;
  /** Over TLS. */
  readonly isSecure?: boolean;
  /** Files of `clients`; the first is ours. */
  readonly clients: readonly string[];
  /** What all are compared with in the table. */
  readonly yardstick: string;
  readonly goals: readonly RaceGoal[];
}

/** The yardstick: undici as most users have it, and with as many connections as the others. The faster one counts. */
export const UNDICI = ['undici-request', 'undici-default'];

/** The certificate of the server over TLS, which is its own authority. */
export const CERTIFICATE = fileURLToPath(
  new URL('../spec/support/fixtures/localhost-cert.pem', import.meta.url),
);

/** All that users pick from. */
export const PEERS = [
  ...['undici-dispatch', 'undici-request', 'undici-default', 'node-http', 'superagent', 'global-fetch'],
  ...['axios', 'got', 'ky', 'axios-observable'],
];

/**
 * Has every client send the same requests, each in a process of its own and one after the other, round for round.
 * Ratios are taken within a round; the table has their median.
 */
export async function race(given: Race): Promise<Measured> {
  const { clients, path, requests, concurrency, value, effort, yardstick, goals, isSecure = false } = given;
  await using server = await startChild(given.server ?? 'server.ts', ...(isSecure ? ['secure'] : []));
  const load = { url: server.firstWord + path, requests, concurrency, value };
  const runners = await runAll(clients, load, effort, isSecure ? CERTIFICATE : undefined);
  return { table: tableOf(runners, runnerOf(runners, yardstick)), ...judged(runners, goals) };
}

/** Two numbers for each client, each with its range and its ratio. */
export function tableOf(runners: readonly Runner[], yardstick: Runner): Table {
  const ratio = `÷ ${yardstick.name}`;
  const header = ['', 'CPU µs per request', 'min–max', ratio, 'requests/s', 'min–max', ratio];
  const rows = runners.map((runner) => {
    const [cpu, perSecond] = [spreadOf(runner.cpu), spreadOf(runner.perSecond)];
    return [
      ...[runner.name, cpu.median.toFixed(1), rangeText(cpu, 1), runner.ratio('CPU', yardstick).toFixed(2)],
      ...[perSecond.median.toFixed(0), rangeText(perSecond, 0)],
      runner.ratio('requests/s', yardstick).toFixed(2),
    ];
  });
  return { header, rows };
}

function judged(runners: readonly Runner[], goals: readonly RaceGoal[]): ReturnType<typeof verdictOn> {
  const [ours] = runners as [Runner];
  return verdictOn(
    goals.map(({ of, than, limit }) => {
      const others = [than].flat().map((file) => runnerOf(runners, file));
      return {
        of: `${of} ÷ ${others.map(({ name }) => name).join(' or ')}`,
        value: ours.ratio(of, ...others),
        limit,
        direction: of === 'CPU' ? 'at most' : 'at least',
      };
    }),
  );
}

function runnerOf(runners: readonly Runner[], file: string): Runner {
  return runners.find((runner) => runner.file === file) as Runner;
}

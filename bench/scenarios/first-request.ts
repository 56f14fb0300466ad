import { importTime, type ImportTime } from '../children/import.js';
import { startChild } from '../children/child.js';
import { roundsOf, type Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf, rangeText, rotated, spreadOf } from '../statistics.js';

interface Case {
  readonly name: string;
  readonly statements: (url: string) => string;
}

const OURS: Case = {
  name: 'rxsession, cold door',
  statements: (url) => `
    const { Session } = await import('rxsession');
    await new Promise((next, error) => new Session().get('${url}').subscribe({ next, error }));`,
};
const AXIOS: Case = {
  name: 'axios',
  statements: (url) => `await (await import('axios')).default.get('${url}');`,
};
const CASES: readonly Case[] = [
  OURS,
  AXIOS,
  {
    name: 'undici.request',
    statements: (url) => `await (await (await import('undici')).request('${url}')).body.json();`,
  },
  { name: 'fetch', statements: (url) => `await (await fetch('${url}')).json();` },
];
const ROUNDS = 15;

async function measure(effort: Effort): Promise<Measured> {
  await using server = await startChild('server.ts');
  const took = new Map<Case, ImportTime[]>(CASES.map((given) => [given, []]));
  for (let round = -1; round < roundsOf(effort, ROUNDS); round += 1) {
    for (const given of rotated(CASES, round)) {
      const time = await importTime(given.statements(`${server.firstWord}/json`), 'module');
      if (round >= 0) took.get(given)?.push(time);
    }
  }
  const cpuOf = (given: Case): number[] => (took.get(given) ?? []).map(({ wholeCPU }) => wholeCPU);
  const ratioOf = (given: Case): number =>
    medianOf(cpuOf(given).map((cpu, round) => cpu / (cpuOf(AXIOS)[round] ?? NaN)));
  return {
    table: {
      header: ['', 'CPU ms', 'min–max', `÷ ${AXIOS.name}`],
      rows: CASES.map((given) => [
        ...[given.name, medianOf(cpuOf(given)).toFixed(0), rangeText(spreadOf(cpuOf(given)), 0)],
        ratioOf(given).toFixed(2),
      ]),
    },
    ...verdictOn([{ of: `CPU ÷ ${AXIOS.name}`, value: ratioOf(OURS), limit: 1.5, direction: 'at most' }]),
  };
}

export const scenario: Scenario = {
  title: 'The first request of a process',
  description:
    'From the start of the process to the first answer, Node itself included, in a fresh process each time and without a loader.',
  measure,
};

import { importTime, type ImportTime } from '../children/import.js';
import { roundsOf, type Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf, rangeText, rotated, spreadOf } from '../statistics.js';

interface Case {
  readonly name: string;
  readonly kind: 'module' | 'commonjs';
  readonly statements: string;
}

const OURS: Case = {
  name: "import 'rxsession'",
  kind: 'module',
  statements: "await import('rxsession');",
};
const YARDSTICK: Case = {
  name: "import 'axios' and 'rxjs'",
  kind: 'module',
  statements: "await import('axios'); await import('rxjs');",
};
const CASES: readonly Case[] = [
  OURS,
  YARDSTICK,
  {
    name: "import 'rxsession', and a Session",
    kind: 'module',
    statements: "new (await import('rxsession')).Session();",
  },
  { name: "require('rxsession')", kind: 'commonjs', statements: "require('rxsession');" },
  {
    name: "require('axios') and 'rxjs'",
    kind: 'commonjs',
    statements: "require('axios'); require('rxjs');",
  },
];
const ROUNDS = 15;

async function measure(effort: Effort): Promise<Measured> {
  const took = new Map<Case, ImportTime[]>(CASES.map((given) => [given, []]));
  for (let round = -1; round < roundsOf(effort, ROUNDS); round += 1) {
    for (const given of rotated(CASES, round)) {
      const time = await importTime(given.statements, given.kind);
      if (round >= 0) took.get(given)?.push(time);
    }
  }
  const cpuOf = (given: Case): number[] => (took.get(given) ?? []).map(({ cpu }) => cpu);
  const ratioOf = (given: Case): number =>
    medianOf(cpuOf(given).map((cpu, round) => cpu / (cpuOf(YARDSTICK)[round] ?? NaN)));
  return {
    table: {
      header: ['', 'CPU ms', 'min–max', `÷ ${YARDSTICK.name}`, 'wall ms'],
      rows: CASES.map((given) => [
        ...[given.name, medianOf(cpuOf(given)).toFixed(1), rangeText(spreadOf(cpuOf(given)), 1)],
        ...[ratioOf(given).toFixed(2), medianOf((took.get(given) ?? []).map(({ wall }) => wall)).toFixed(1)],
      ]),
    },
    ...verdictOn([{ of: `CPU ÷ ${YARDSTICK.name}`, value: ratioOf(OURS), limit: 1.3, direction: 'at most' }]),
  };
}

export const scenario: Scenario = {
  title: 'Importing the built package',
  description: 'In a fresh process each time, without a loader; the files are in the cache of the system.',
  measure,
};

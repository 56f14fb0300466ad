import type { Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import { runAll, type Runner } from '../runner.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf, rangeText, spreadOf } from '../statistics.js';

const LOAD = { url: 'http://127.0.0.1:9/json', requests: 20_000, concurrency: 50 };

/** Paths of the route, and the CPU that each may take as a multiple of a plain GET. */
const LIMITS: Readonly<Record<string, number>> = {
  'no-io-session': 1,
  'no-io-promise-adapter': 2,
  'no-io-redirect': 2.5,
  'no-io-upload': 1.5,
  'no-io-retry': 5.5,
};

async function measure(effort: Effort): Promise<Measured> {
  const runners = await runAll(Object.keys(LIMITS), LOAD, effort);
  const [plain] = runners as [Runner];
  return {
    table: {
      header: ['', 'CPU µs per request', 'min–max', '÷ plain GET'],
      rows: runners.map((runner) => [
        ...[runner.name, medianOf(runner.cpu).toFixed(1), rangeText(spreadOf(runner.cpu), 1)],
        runner.ratio('CPU', plain).toFixed(2),
      ]),
    },
    ...verdictOn(
      runners.slice(1).map((runner) => ({
        of: `${runner.name} ÷ plain GET`,
        value: runner.ratio('CPU', plain),
        limit: LIMITS[runner.file] ?? 1,
        direction: 'at most',
      })),
    ),
  };
}

export const scenario: Scenario = {
  title: "The session's own share, path by path",
  description:
    'What adapters, redirects, uploads and retries cost, over a transport that answers in the next microtask. Each path has a process of its own.',
  measure,
};

import type { Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import { Runner, runAll } from '../runner.js';
import { SILENT } from '../clients/stub-session.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf, rangeText, spreadOf } from '../statistics.js';

const LOAD = { url: 'http://127.0.0.1:9/json', requests: 20_000, concurrency: 50 };
const WAITING = 10_000;

/** In a fresh process that has done a little work before. */
async function heldBytes(file: string): Promise<number> {
  await using runner = await Runner.start(file);
  await runner.run({ ...LOAD, requests: 2000 });
  return await runner.heldBytes({ url: SILENT, requests: WAITING });
}

async function measure(effort: Effort): Promise<Measured> {
  const runners = await runAll(['no-io-session', 'no-io-axios'], LOAD, effort);
  const held = new Map<Runner, number>();
  for (const runner of runners) held.set(runner, await heldBytes(runner.file));
  const [ours] = runners as [Runner];
  return {
    table: {
      header: ['', 'CPU µs per request', 'min–max', 'bytes held in flight'],
      rows: runners.map((runner) => [
        ...[runner.name, medianOf(runner.cpu).toFixed(1), rangeText(spreadOf(runner.cpu), 1)],
        (held.get(runner) ?? NaN).toFixed(0),
      ]),
    },
    ...verdictOn([
      { of: 'CPU', value: medianOf(ours.cpu), limit: 6, direction: 'at most', unit: ' µs' },
      { of: 'Held', value: (held.get(ours) ?? NaN) / 1000, limit: 3, direction: 'at most', unit: ' kB' },
    ]),
  };
}

export const scenario: Scenario = {
  title: "The session's own share",
  description:
    'Requests over a transport that answers in the next microtask, so nothing but the session: validated, parsed, with events and metrics. Held is what 10 000 requests that nobody answers have reachable each.',
  measure,
};

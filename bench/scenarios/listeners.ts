import type { Effort } from '../effort.js';
import { verdictOn } from '../goal.js';
import { runAll, type Runner } from '../runner.js';
import type { Measured, Scenario } from '../scenario.js';
import { medianOf, rangeText, spreadOf } from '../statistics.js';

const LOAD = { url: 'http://127.0.0.1:9/json', requests: 5000, concurrency: 50 };

/** Microseconds of a request that each of so many more things costs, by the median of the rounds. */
function costOfEach(count: number, many: Runner, none: Runner): number {
  return medianOf(many.cpu.map((cpu, round) => (cpu - (none.cpu[round] ?? NaN)) / count));
}

async function measure(effort: Effort): Promise<Measured> {
  const files = ['no-io-1-listener', 'no-io-100-listeners', 'no-io-10-monitors'];
  const runners = await runAll(files, LOAD, effort);
  const [one, hundred, monitored] = runners as [Runner, Runner, Runner];
  const listener = costOfEach(99, hundred, one);
  const monitor = costOfEach(10, monitored, one);
  return {
    table: {
      header: ['', 'CPU µs per request', 'min–max', 'µs for each more'],
      rows: [
        [one.name, medianOf(one.cpu).toFixed(1), rangeText(spreadOf(one.cpu), 1), ''],
        ...[
          { runner: hundred, each: listener },
          { runner: monitored, each: monitor },
        ].map(({ runner, each }) => [
          ...[runner.name, medianOf(runner.cpu).toFixed(1), rangeText(spreadOf(runner.cpu), 1)],
          each.toFixed(2),
        ]),
      ],
    },
    ...verdictOn([
      { of: 'CPU of a listener', value: listener, limit: 2, direction: 'at most', unit: ' µs' },
      { of: 'CPU of an idle monitor', value: monitor, limit: 0.1, direction: 'at most', unit: ' µs' },
    ]),
  };
}

export const scenario: Scenario = {
  title: 'A hundred listeners, ten monitors',
  description:
    'Requests over a transport that answers in the next microtask, validated and parsed: with one listener of a ResponseObservable, with a hundred of the same, and with ten monitors that want to know nothing at the moment.',
  measure,
};

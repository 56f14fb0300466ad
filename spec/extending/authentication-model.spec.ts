import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { stepsOf } from '../support/model-steps.js';
import { reportedErrors } from '../support/reported-errors.js';
import { RefreshBench } from '../support/refresh-bench.js';
import { type RefreshAct, RefreshModel } from '../support/refresh-model.js';

const COUNT = 3;
const RUNS = 3000;

const ofOne = fc.record({
  kind: fc.constantFrom(
    'start' as const,
    'start' as const,
    'serve' as const,
    'serve' as const,
    'cancel' as const,
  ),
  of: fc.nat(COUNT - 1),
});
const ofAll = fc.record({
  kind: fc.constantFrom(
    ...(['refreshed', 'refresh fails', 'credential expires', 'credential is revoked'] as const),
    'credential is set' as const,
  ),
});
const act: fc.Arbitrary<RefreshAct> = fc.oneof(
  { weight: 3, arbitrary: ofOne },
  { weight: 2, arbitrary: ofAll },
);

/** Something is done, everything that follows happens, and the requests are where the model says. */
function doing(one: RefreshAct, model: RefreshModel, bench: RefreshBench): void {
  bench.do(one);
  bench.turn();
  model.do(one);
  const { places, refreshes, openRefreshes } = bench;
  const actual = { places, refreshes, openRefreshes };
  const wanted = {
    places: model.places,
    refreshes: model.refreshes,
    openRefreshes: Number(model.isRefreshing),
  };
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}

describe('requests that share a credential', () => {
  const reports = reportedErrors();

  it('are at every step as the model says', () => {
    const property = fc.property(stepsOf(act, doing, 30), (commands) => {
      fc.modelRun(() => ({ model: new RefreshModel(COUNT), real: new RefreshBench(COUNT) }), commands);
    });
    fc.assert(property, { numRuns: RUNS });
    expect(reports.errors).toEqual([]);
  }, 120_000);

  it('never refresh twice at a time and all end, however much happens within one turn', () => {
    const turns = fc.array(fc.array(act, { maxLength: 6 }), { maxLength: 8 });
    const property = fc.property(turns, (all) => {
      const bench = new RefreshBench(COUNT);
      for (const acts of all) {
        for (const one of acts) bench.do(one);
        bench.turn();
        if (bench.openRefreshes > 1) return false;
      }
      for (const [index] of bench.requests.entries()) bench.do({ kind: 'start', of: index });
      for (let round = 0; round < 20; round += 1) {
        bench.turn();
        bench.do({ kind: 'refreshed' });
        bench.turn();
        for (const [index] of bench.requests.entries()) bench.do({ kind: 'serve', of: index });
      }
      bench.turn();
      return bench.requests.every(({ isFinished, isCancelled }) => isFinished || isCancelled);
    });
    fc.assert(property, { numRuns: RUNS });
    expect(reports.errors).toEqual([]);
  }, 120_000);
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
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
class Step implements fc.Command<RefreshModel, RefreshBench> {
  constructor(private readonly act: RefreshAct) {}

  check(): boolean {
    return true;
  }

  run(model: RefreshModel, bench: RefreshBench): void {
    bench.do(this.act);
    bench.turn();
    model.do(this.act);
    const { places, refreshes, openRefreshes } = bench;
    const actual = { places, refreshes, openRefreshes };
    const wanted = {
      places: model.places,
      refreshes: model.refreshes,
      openRefreshes: Number(model.isRefreshing),
    };
    if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
  }

  toString(): string {
    return JSON.stringify(this.act);
  }
}

describe('requests that share a credential', () => {
  const reports = reportedErrors();

  it('are at every step as the model says', () => {
    const steps = fc.commands([act.map((one) => new Step(one))], { maxCommands: 30, size: 'max' });
    const property = fc.property(steps, (commands) => {
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

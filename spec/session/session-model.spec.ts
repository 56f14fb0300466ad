import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { violations } from '../support/event-grammar.js';
import {
  type Act,
  anyAct,
  end,
  ending,
  modelledAct,
  perform,
  plainSetting,
  predict,
  setting,
} from '../support/lifecycle-acts.js';
import { LifecycleBench, type Setting } from '../support/lifecycle-bench.js';
import { LifecycleTurnModel } from '../support/lifecycle-turn-model.js';
import { expected, expectEqual, leftBehind, NOTHING, seen } from '../support/lifecycle-sight.js';
import { stepsOf } from '../support/model-steps.js';
import { reportedErrors } from '../support/reported-errors.js';

const MODEL_RUNS = 2000;
const BURST_RUNS = 2000;
const COUNT = 3;

/** What is done to one of the requests, or to all of them. */
interface Deed {
  readonly of: number | 'all';
  readonly act: Act;
}

const SESSION_WIDE: readonly string[] = ['cancelAll', 'dispose', 'finishTasks'];

/** Time passes for all, and a session has one end. */
const isForAll = (act: Act): boolean =>
  act.kind === 'pass' || (act.kind === 'do' && SESSION_WIDE.includes(act.deed));

const index = fc.nat(COUNT - 1);
const forAll = modelledAct.filter(isForAll).map((act): Deed[] => [{ of: 'all', act }]);
const forEach = fc.uniqueArray(fc.record({ of: index, act: modelledAct.filter((act) => !isForAll(act)) }), {
  selector: ({ of }) => of,
  minLength: 1,
});

/** What is done within one turn: once to the session, or once to some of its requests, which know nothing of one another. */
const turn: fc.Arbitrary<readonly Deed[]> = fc.oneof(
  { weight: 1, arbitrary: forAll },
  { weight: 4, arbitrary: forEach },
);

/** Each request has extensions of its own; what is the session's is that of the first. */
function ofOneSession(given: readonly Setting[]): Setting[] {
  const [first] = given as [Setting];
  const { requestSetup, startRequestsImmediately, hasQueuesOfItsOwn } = first;
  const { timeoutIntervalForRequest, timeoutIntervalForResource } = first;
  const shared = { requestSetup, startRequestsImmediately, hasQueuesOfItsOwn };
  return given.map((own) => ({ ...own, ...shared, timeoutIntervalForRequest, timeoutIntervalForResource }));
}

const several = (one: fc.Arbitrary<Setting>): fc.Arbitrary<Setting[]> =>
  fc.array(one, { minLength: COUNT, maxLength: COUNT }).map(ofOneSession);

function benchesOf(settings: readonly Setting[]): LifecycleBench[] {
  const benches: LifecycleBench[] = [];
  for (const [number, given] of settings.entries()) {
    const url = `https://api.example.com/${String(number)}`;
    benches.push(new LifecycleBench(given, benches[0], url));
  }
  return benches;
}

/** Things are done, everything that follows happens, and all requests look as the models say. */
function doing(deeds: readonly Deed[], models: LifecycleTurnModel[], benches: LifecycleBench[]): void {
  for (const { of, act } of deeds) perform(benches[of === 'all' ? 0 : of] as LifecycleBench, act);
  benches[0]?.turn();
  for (const { of, act } of deeds) {
    for (const [number, model] of models.entries()) if (of === 'all' || of === number) predict(model, act);
  }
  for (const [number, bench] of benches.entries()) {
    expectEqual(seen(bench), expected(models[number] as LifecycleTurnModel));
  }
}

describe('requests of one session, to which anything happens in any order', () => {
  const reports = reportedErrors();

  it('are at every turn as if each were alone, and end together', () => {
    const property = fc.property(several(plainSetting), stepsOf(turn, doing, 20), (settings, commands) => {
      const real = benchesOf(settings);
      real[0]?.turn();
      fc.modelRun(() => ({ model: settings.map((given) => new LifecycleTurnModel(given)), real }), commands);
      expectEqual(violations(real[0]?.recording.events ?? []), []);
    });
    fc.assert(property, { numRuns: MODEL_RUNS });
  }, 120_000);

  it('leave nothing behind, however much happens within one turn', () => {
    const deeds = fc.array(fc.record({ of: index, act: anyAct }), { maxLength: 40, size: 'max' });
    const endings = fc.array(ending, { minLength: COUNT, maxLength: COUNT });
    const property = fc.property(several(setting), deeds, endings, (settings, all, how) => {
      const benches = benchesOf(settings);
      for (const { of, act } of all) perform(benches[of] as LifecycleBench, act);
      for (const [number, bench] of benches.entries()) end(bench, how[number] ?? 'it is cancelled');
      for (const bench of benches) expectEqual(leftBehind(bench), NOTHING);
      benches[0]?.session[Symbol.dispose]();
      benches[0]?.turn();
      const { transport, recording } = benches[0] as LifecycleBench;
      expectEqual([transport.isClosed, recording.types.at(-1)], [true, 'sessionDidBecomeInvalid']);
      expectEqual(violations(recording.events), []);
    });
    fc.assert(property, { numRuns: BURST_RUNS });
  }, 120_000);

  afterEach(() => {
    expect(reports.errors.filter((error) => !String(error).includes('on purpose'))).toEqual([]);
  });
});

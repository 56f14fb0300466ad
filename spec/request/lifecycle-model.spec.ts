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
import { LifecycleBench } from '../support/lifecycle-bench.js';
import { LifecycleTurnModel } from '../support/lifecycle-turn-model.js';
import { expected, expectEqual, leftBehind, NOTHING, seen } from '../support/lifecycle-sight.js';
import { stepsOf } from '../support/model-steps.js';
import { reportedErrors } from '../support/reported-errors.js';

const MODEL_RUNS = 4000;
const BURST_RUNS = 4000;

/** Something is done, everything that follows happens, and the request looks as the model says. */
function doing(act: Act, model: LifecycleTurnModel, bench: LifecycleBench): void {
  perform(bench, act);
  bench.turn();
  predict(model, act);
  expectEqual(seen(bench), expected(model));
}

describe('a request to which anything happens in any order', () => {
  const reports = reportedErrors();

  it('is at every step, or after several in one turn, as the model says', () => {
    const property = fc.property(plainSetting, stepsOf(modelledAct, doing, 30), (given, commands) => {
      const real = new LifecycleBench(given);
      real.turn();
      fc.modelRun(() => ({ model: new LifecycleTurnModel(given), real }), commands);
      expectEqual(violations(real.recording.events), []);
    });
    fc.assert(property, { numRuns: MODEL_RUNS });
  }, 120_000);

  it('serves everybody once and leaves nothing behind, however much happens within one turn', () => {
    const acts = fc.array(anyAct, { maxLength: 30, size: 'max' });
    const property = fc.property(setting, acts, ending, (given, all, how) => {
      const bench = new LifecycleBench(given);
      for (const act of all) perform(bench, act);
      end(bench, how);
      expectEqual(leftBehind(bench), NOTHING);
      bench.session[Symbol.dispose]();
      bench.turn();
      expectEqual(
        [bench.transport.isClosed, bench.recording.types.at(-1)],
        [true, 'sessionDidBecomeInvalid'],
      );
      expectEqual(violations(bench.recording.events), []);
    });
    fc.assert(property, { numRuns: BURST_RUNS });
  }, 120_000);

  afterEach(() => {
    expect(reports.errors.filter((error) => !String(error).includes('on purpose'))).toEqual([]);
  });
});

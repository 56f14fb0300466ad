import { getEventListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
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
import { LifecycleBench, type Listener } from '../support/lifecycle-bench.js';
import { LifecycleModel } from '../support/lifecycle-model.js';
import { reportedErrors } from '../support/reported-errors.js';

const MODEL_RUNS = 4000;
const BURST_RUNS = 4000;

/** What can be seen of a request from outside. */
interface Sight {
  readonly now: number;
  readonly state: string;
  readonly hasEnded: boolean;
  readonly sent: number;
  readonly exchanging: number;
  readonly openQuestions: number;
  readonly deliveries: readonly (readonly string[])[];
}

function seen({
  scheduler,
  request,
  isOver,
  transport,
  ongoing,
  openQuestions,
  listeners,
}: LifecycleBench): Sight {
  return {
    now: scheduler.now(),
    state: request.state,
    hasEnded: isOver,
    sent: transport.exchanges.length,
    exchanging: ongoing.length,
    openQuestions: openQuestions.length,
    deliveries: listeners.map(({ responses }) => responses.map(({ error }) => error?.kind ?? 'a value')),
  };
}

function expected(model: LifecycleModel): Sight {
  const { now, state, hasEnded, sent, isExchanging, listeners } = model;
  const deliveries = listeners.map(({ delivered }) => (delivered === undefined ? [] : [delivered]));
  return {
    now,
    state,
    hasEnded,
    sent,
    exchanging: Number(isExchanging),
    openQuestions: model.openQuestions.length,
    deliveries,
  };
}

/** Thousands of times a second, which `expect` alone is not made for. */
function expectEqual(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}

/** Something is done, everything that follows happens, and the request looks as the model says. */
class Step implements fc.Command<LifecycleModel, LifecycleBench> {
  constructor(private readonly act: Act) {}

  check(): boolean {
    return true;
  }

  run(model: LifecycleModel, bench: LifecycleBench): void {
    perform(bench, this.act);
    bench.turn();
    predict(model, this.act);
    expectEqual(seen(bench), expected(model));
  }

  toString(): string {
    return JSON.stringify(this.act);
  }
}

/** Who left keeps what there was; everybody else has one response, and that is all. */
function isServed({ responses, isComplete, hasErrored, hasLeft, countWhenLeft }: Listener): boolean {
  if (hasErrored) return false;
  return hasLeft
    ? responses.length === countWhenLeft && countWhenLeft <= 1
    : responses.length === 1 && isComplete;
}

/** What a request that is over has left behind anywhere; nothing is the only right answer. */
function leftBehind(bench: LifecycleBench): unknown {
  let active: number | undefined;
  bench.session.withAllRequests((requests) => (active = requests.size));
  bench.turn();
  return {
    active,
    isOver: bench.isOver,
    streaming: [...bench.streaming],
    unserved: bench.listeners.filter((listener) => !isServed(listener)).length,
    scheduled: bench.scheduler.actions.length,
    exchanging: bench.ongoing.length,
    openQuestions: bench.openQuestions.length,
    abortListeners: getEventListeners(bench.signal, 'abort').length,
  };
}

const NOTHING = {
  active: 0,
  isOver: true,
  streaming: [],
  unserved: 0,
  scheduled: 0,
  exchanging: 0,
  openQuestions: 0,
  abortListeners: 0,
};

describe('a request to which anything happens in any order', () => {
  const reports = reportedErrors();

  it('is at every step as the model says', () => {
    const steps = fc.commands([modelledAct.map((act) => new Step(act))], { maxCommands: 30, size: 'max' });
    const property = fc.property(plainSetting, steps, (given, commands) => {
      const real = new LifecycleBench(given);
      real.turn();
      fc.modelRun(() => ({ model: new LifecycleModel(given), real }), commands);
      expectEqual(violations(real.recording.events), []);
    });
    fc.assert(property, { numRuns: MODEL_RUNS });
  }, 60_000);

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
  }, 60_000);

  afterEach(() => {
    expect(reports.errors.filter((error) => !String(error).includes('on purpose'))).toEqual([]);
  });
});

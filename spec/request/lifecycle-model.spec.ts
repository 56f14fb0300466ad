import fc from 'fast-check';
import { SESSION_EVENT_TYPES } from '../../lib/events/session-event-types.js';
import { violations } from '../support/event-grammar.js';
import {
  type Answering,
  OCCASIONS,
  type Deed,
  LifecycleBench,
  serve,
  type SerializerKind,
  type ServerDeed,
  type Setting,
} from '../support/lifecycle-bench.js';
import { reportedErrors } from '../support/reported-errors.js';

const answering = fc.constantFrom<Answering[]>('none', 'none', 'now', 'later', 'refuses');
const deed = fc.constantFrom<Deed[]>('resume', 'suspend', 'cancel', 'leave', 'listen', 'abort', 'cancelAll', 'dispose', 'end', 'fail', 'finishTasks');
const setting: fc.Arbitrary<Setting> = fc.record({
  requestSetup: fc.constantFrom('lazy', 'eager'),
  startRequestsImmediately: fc.boolean(),
  hasQueuesOfItsOwn: fc.boolean(),
  kind: fc.constantFrom('request', 'upload', 'stream once'),
  adapter: answering,
  retrier: fc.oneof(answering, fc.constant('delays' as const)),
  redirectHandler: answering,
  responseHandler: answering,
  timeoutIntervalForRequest: fc.constantFrom(50, Infinity),
  timeoutIntervalForResource: fc.constantFrom(120, Infinity),
  reentry: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...SESSION_EVENT_TYPES), fc.constantFrom(...OCCASIONS)), deed), { maxLength: 4 }),
});

type Act =
  | readonly ['do', Deed]
  | readonly ['listen', SerializerKind, boolean]
  | readonly ['leave', number]
  | readonly ['validate', Answering]
  | readonly ['answer', boolean]
  | readonly ['serve', ServerDeed, number]
  | readonly ['pass', number]
  | readonly ['finishTasks'];

const act: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: fc.tuple(fc.constant('do' as const), deed), weight: 3 },
  { arbitrary: fc.tuple(fc.constant('listen' as const), fc.constantFrom<SerializerKind[]>('data', 'string', 'json', 'own', 'later', 'throws', 'elsewhere'), fc.boolean()), weight: 4 },
  fc.tuple(fc.constant('leave' as const), fc.nat(3)),
  fc.tuple(fc.constant('validate' as const), answering),
  { arbitrary: fc.tuple(fc.constant('answer' as const), fc.boolean()), weight: 3 },
  { arbitrary: fc.tuple(fc.constant('serve' as const), fc.constantFrom<ServerDeed[]>('head', 'unacceptable', 'data', 'end', 'end', 'fail', 'redirect', 'sent', 'moved nowhere'), fc.constantFrom(0, 0, 0, 0, 1, 2)), weight: 5 },
  { arbitrary: fc.tuple(fc.constant('pass' as const), fc.constantFrom(0, 0, 0, 1, 20, 60)), weight: 6 },
  fc.constant(['finishTasks'] as const),
);

function perform(bench: LifecycleBench, [kind, ...rest]: Act): void {
  const [a, b] = rest as [never, never];
  switch (kind) {
    case 'do': bench.do(a); return;
    case 'listen': bench.listen(a, b); return;
    case 'leave': bench.leave(a); return;
    case 'validate': bench.validate(a); return;
    case 'answer': bench.answer(a); return;
    case 'serve': {
      const exchange = bench.transport.exchanges.at(-1 - (b as number));
      if (exchange) serve(exchange, a);
      return;
    }
    case 'pass': bench.pass(a); return;
    case 'finishTasks': bench.session.finishTasksAndInvalidate();
  }
}

function finishOff(bench: LifecycleBench, how: 'drain' | 'cancel' | 'dispose'): void {
  const { request, session } = bench;
  if (how === 'cancel') request.cancel();
  if (how === 'dispose') session[Symbol.dispose]();
  bench.turn();
  for (let round = 0; round < 40; round += 1) {
    request.resume();
    bench.turn();
    if (request.isFinished) while (bench.answer(false)) bench.turn();
    if (how === 'drain') {
      while (bench.answer(false)) bench.turn();
      for (const exchange of bench.ongoing) serve(exchange, 'end');
      bench.pass(30);
    }
  }
}

const describeRun = (bench: LifecycleBench): string => JSON.stringify(bench.recording.types);

describe('x', () => {
  const reports = reportedErrors();
  it('y', async () => {
    let n = 0;
    fc.assert(
      fc.property(setting, fc.array(act, { maxLength: 30, size: 'max' }), fc.constantFrom('drain', 'cancel', 'dispose'), (s, acts, how) => {
        n += 1;
        const bench = new LifecycleBench(s);
        for (const one of acts) {
          perform(bench, one);
        }
        const wasStarted = bench.listeners.length;
        finishOff(bench, how as never);
        const problems: string[] = [...violations(bench.recording.events)];
        if (!bench.isOver) problems.push('not over: ' + bench.request.state);
        bench.listeners.forEach((l, i) => {
          if (l.hasErrored) problems.push(`listener ${i} errored`);
          if (l.hasLeft ? l.responses.length !== l.countWhenLeft || l.responses.length > 1 : l.responses.length !== 1 || !l.isComplete)
            problems.push(`listener ${i} left ${l.hasLeft} got ${l.responses.length}`);
        });
        let active = -1;
        bench.session.withAllRequests((set) => (active = set.size));
        bench.turn();
        if (active !== 0) problems.push(`active ${active}`);
        if (bench.scheduler.actions.length > 0) problems.push(`actions left ${bench.scheduler.actions.length} in ${bench.scheduler.actions[0]!.delay - bench.scheduler.frame}`);
        if (bench.ongoing.length > 0) problems.push(`ongoing ${bench.ongoing.length}`);
        if (bench.openQuestions.length > 0) problems.push(`open questions ${bench.openQuestions.length}`);
        if (problems.length) throw new Error(problems.join('\n') + '\n' + describeRun(bench) + ' ' + bench.states);
      }),
      { numRuns: Number(process.env.RUNS ?? 3000), ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
    );
    await new Promise((r) => setTimeout(r, 5));
    expect(reports.errors).toEqual([]);
  }, 600_000);
});

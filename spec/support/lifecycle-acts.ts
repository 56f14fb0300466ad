import fc from 'fast-check';
import { SESSION_EVENT_TYPES } from '../../lib/events/session-event-types.js';
import {
  type Answering,
  type Deed,
  type LifecycleBench,
  OCCASIONS,
  type SerializerKind,
  type Setting,
} from './lifecycle-bench.js';
import { isOfOwner, knownOf, type LifecycleTurnModel, type TurnAct } from './lifecycle-turn-model.js';
import { serve, type ServerDeed } from './obedient-transport.js';

/** One thing that is done to a request, by its owner, its listeners, its extensions, its server or time. */
export type Act =
  | { readonly kind: 'do'; readonly deed: Deed }
  | { readonly kind: 'listen'; readonly to: SerializerKind; readonly isShared: boolean }
  | { readonly kind: 'leave'; readonly index: number }
  | { readonly kind: 'validate'; readonly answering: Answering }
  | { readonly kind: 'answer'; readonly isRefusal: boolean }
  /** `age` counts messages back from the last one: servers also talk about what nobody waits for any more. */
  | { readonly kind: 'serve'; readonly deed: ServerDeed; readonly age: number }
  | { readonly kind: 'pass'; readonly duration: number }
  /** Several within one turn. */
  | { readonly kind: 'together'; readonly acts: readonly TurnAct[] };

const answering = fc.constantFrom<Answering[]>('none', 'none', 'now', 'later', 'refuses');
const ownersDeeds = ['resume', 'resume', 'suspend', 'suspend', 'cancel', 'abort'] as const;
const deed = fc.constantFrom<Deed[]>(...ownersDeeds, 'cancelAll', 'dispose', 'finishTasks');
const insideDeed = fc.oneof(deed, fc.constantFrom<Deed[]>('leave', 'listen', 'end', 'fail', 'throw'));
const occasion = fc.constantFrom(...SESSION_EVENT_TYPES, ...OCCASIONS, ...OCCASIONS);
const serverDeed = fc.constantFrom<ServerDeed[]>(
  ...(['head', 'unacceptable', 'data', 'end', 'end', 'fail', 'redirect', 'sent'] as const),
);

/** Any setting, and what user code does from inside. Its limits never fall on the millisecond of something else. */
export const setting: fc.Arbitrary<Setting> = fc.record({
  requestSetup: fc.constantFrom('lazy', 'eager'),
  startRequestsImmediately: fc.boolean(),
  hasQueuesOfItsOwn: fc.boolean(),
  kind: fc.constantFrom('request', 'upload', 'stream once'),
  adapter: answering,
  retrier: fc.oneof(answering, fc.constant('delays' as const)),
  redirectHandler: answering,
  responseHandler: answering,
  timeoutIntervalForRequest: fc.constantFrom(49.75, Infinity),
  timeoutIntervalForResource: fc.constantFrom(119.5, Infinity),
  reentry: fc.array(fc.tuple(occasion, insideDeed), { maxLength: 3 }),
});

/** A setting that the model knows: everything is told from outside, and a body can be sent again. */
export const plainSetting: fc.Arbitrary<Setting> = setting.map((given) => ({
  ...given,
  kind: given.kind === 'stream once' ? 'request' : given.kind,
  reentry: [],
}));

const turnActs = fc.array(fc.constantFrom<TurnAct[]>('resume', 'suspend', 'cancel', 'answer', 'refuse'), {
  minLength: 2,
  maxLength: 4,
});

interface Choices {
  readonly to: readonly SerializerKind[];
  readonly isShared: fc.Arbitrary<boolean>;
  readonly deed: fc.Arbitrary<ServerDeed>;
  readonly age: fc.Arbitrary<number>;
}

const OWN_RESPONSES: readonly SerializerKind[] = ['string', 'json', 'own', 'later', 'throws', 'elsewhere'];

function acts({ to, isShared, deed: served, age }: Choices): fc.WeightedArbitrary<Act>[] {
  const kind = <Kind extends Act['kind']>(name: Kind): fc.Arbitrary<Kind> => fc.constant(name);
  return [
    { weight: 3, arbitrary: fc.record({ kind: kind('do'), deed }) },
    { weight: 4, arbitrary: fc.record({ kind: kind('listen'), to: fc.constantFrom(...to), isShared }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('leave'), index: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('validate'), answering }) },
    { weight: 4, arbitrary: fc.record({ kind: kind('answer'), isRefusal: fc.boolean() }) },
    { weight: 6, arbitrary: fc.record({ kind: kind('serve'), deed: served, age }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: kind('together'), acts: turnActs }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: kind('pass'), duration: fc.constantFrom(0, 0, 1, 20, 30, 60) }),
    },
  ];
}

/** What the model can tell the consequences of. */
export const modelledAct: fc.Arbitrary<Act> = fc.oneof(
  ...acts({ to: OWN_RESPONSES, isShared: fc.constant(false), deed: serverDeed, age: fc.constant(0) }),
);

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  ...acts({
    to: [...OWN_RESPONSES, 'data'],
    isShared: fc.boolean(),
    deed: fc.oneof({ weight: 9, arbitrary: serverDeed }, fc.constant('moved nowhere' as const)),
    age: fc.constantFrom(0, 0, 0, 0, 1, 2),
  }),
);

export function perform(bench: LifecycleBench, act: Act): void {
  switch (act.kind) {
    case 'do':
      bench.do(act.deed);
      return;
    case 'listen':
      bench.listen(act.to, act.isShared);
      return;
    case 'leave':
      bench.leave(act.index);
      return;
    case 'validate':
      bench.validate(act.answering);
      return;
    case 'answer':
      bench.answer(act.isRefusal);
      return;
    case 'serve': {
      const exchange = bench.exchanges.at(-1 - act.age);
      if (exchange !== undefined) serve(exchange, act.deed);
      return;
    }
    case 'pass':
      bench.pass(act.duration);
      return;
    case 'together':
      for (const each of bench.setting.hasQueuesOfItsOwn ? knownOf(act.acts) : act.acts)
        performInTurn(bench, each);
  }
}

function performInTurn(bench: LifecycleBench, act: TurnAct): void {
  if (isOfOwner(act)) bench.do(act);
  else bench.answer(act === 'refuse');
}

export function predict(model: LifecycleTurnModel, act: Act): void {
  switch (act.kind) {
    case 'do':
      model.do(act.deed);
      return;
    case 'listen':
      model.listen(act.to);
      return;
    case 'leave':
      model.leave(act.index);
      return;
    case 'validate':
      model.validate(act.answering);
      return;
    case 'answer':
      model.answer(act.isRefusal);
      return;
    case 'serve':
      model.serve(act.deed);
      return;
    case 'pass':
      model.pass(act.duration);
      return;
    case 'together':
      model.doTogether(act.acts);
  }
}

/** How a request that has been through something is brought to its end. */
export type Ending = 'everybody answers' | 'it is cancelled' | 'its session is disposed of';

export const ending = fc.constantFrom<Ending[]>(
  'everybody answers',
  'it is cancelled',
  'its session is disposed of',
);

/** Brings the request to its end; where it is stopped from outside, nobody has to answer anything for that. */
export function end(bench: LifecycleBench, how: Ending): void {
  const { request, session } = bench;
  if (how === 'it is cancelled') request.cancel();
  if (how === 'its session is disposed of') session[Symbol.dispose]();
  bench.turn();
  for (let round = 0; round < ROUNDS; round += 1) {
    request.resume();
    bench.turn();
    if (how !== 'everybody answers' && !request.isFinished) continue;
    while (bench.answer(false)) bench.turn();
    for (const exchange of bench.ongoing) serve(exchange, 'end');
    if (how === 'everybody answers') bench.pass(30);
  }
}

/** More than all retries, questions and redirects of one request. */
const ROUNDS = 20;

import { describe, expect, it } from '@jest/globals';
import { map, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { NetworkReachability, NetworkReachabilityStatus } from '../../lib/extending/reachability.js';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';

const { unknown, notReachable, reachable } = NetworkReachabilityStatus;
const STATUSES = { u: unknown, n: notReachable, e: reachable('ethernetOrWiFi'), c: reachable('cellular') };
type Marble = keyof typeof STATUSES;

/** What a source tells, made anew for each of its marbles. */
class Told extends NetworkReachability {
  constructor(marbles: Observable<Marble>, target: TestScheduler) {
    const statuses = marbles.pipe(map((marble) => ({ ...STATUSES[marble] })));
    super({ current: () => unknown, statuses }, new SerialScheduler({ target }));
  }
}

type Helpers = Parameters<Parameters<TestScheduler['run']>[0]>[0];

function inFrames(work: (helpers: Helpers, told: (marbles: string) => Told) => void): void {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run((helpers) => {
    work(helpers, (marbles) => new Told(helpers.cold<Marble>(marbles), scheduler));
  });
}

describe('NetworkReachability', () => {
  it.each<[string, (of: NetworkReachability) => Observable<unknown>, string, object]>([
    ['each status that is another', ({ statuses }) => statuses, 'u-n--e-c-n', STATUSES],
    ['whether it is reachable', ({ isReachable }) => isReachable, 'f----t---f', { t: true, f: false }],
    ['by which connection', (of) => of.isReachableOnCellular, 'f------t-f', { t: true, f: false }],
    ['or the other', (of) => of.isReachableOnEthernetOrWiFi, 'f----t-f--', { t: true, f: false }],
  ])('tells %s', (_what, read, marbles, values) => {
    inFrames(({ expectObservable }, told) => {
      expectObservable(read(told('u-nn-e-c-n'))).toBe(marbles, values);
    });
  });

  it('tells one who comes later what is known, then what the others are told', () => {
    inFrames(({ expectObservable }, told) => {
      const { statuses } = told('n----e');
      expectObservable(statuses, '^------!').toBe('n----e', STATUSES);
      expectObservable(statuses, '--^----!').toBe('--n--e', STATUSES);
    });
  });

  it('begins anew when all have left', () => {
    inFrames(({ expectObservable }, told) => {
      const { isReachable } = told('n-e');
      expectObservable(isReachable, '^--!').toBe('f-t', { t: true, f: false });
      expectObservable(isReachable, '-----^--!').toBe('-----f-t', { t: true, f: false });
    });
  });
});

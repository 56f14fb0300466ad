import {
  asapScheduler,
  asyncScheduler,
  delay,
  interval,
  lastValueFrom,
  map,
  merge,
  observeOn,
  of,
  queueScheduler,
  take,
  tap,
  timer,
  VirtualTimeScheduler,
  type SchedulerAction,
  type SchedulerLike,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';
import { reportedErrors } from '../support/reported-errors.js';

interface Target {
  readonly target: SchedulerLike | undefined;
  /** Lets a virtual target go on; the others do by themselves. */
  readonly flush: () => void;
}

const real = (target?: SchedulerLike) => (): Target => ({ target, flush: () => undefined });
const virtual = (make: () => VirtualTimeScheduler) => (): Target => {
  const target = make();
  return { target, flush: () => target.flush() };
};
const nestedVirtual = (): Target => {
  const { target, flush } = virtual(() => new VirtualTimeScheduler())();
  return { target: new SerialScheduler({ target }), flush };
};

describe.each<[string, () => Target]>([
  ['the platform', real()],
  ['asapScheduler', real(asapScheduler)],
  ['asyncScheduler', real(asyncScheduler)],
  ['queueScheduler', real(queueScheduler)],
  ['another SerialScheduler', real(new SerialScheduler())],
  ['a SerialScheduler over queueScheduler', real(new SerialScheduler({ target: queueScheduler }))],
  ['a VirtualTimeScheduler', virtual(() => new VirtualTimeScheduler())],
  ['a TestScheduler', virtual(() => new TestScheduler(() => undefined))],
  ['a SerialScheduler over a VirtualTimeScheduler', nestedVirtual],
])('SerialScheduler on %s', (_, makeTarget) => {
  const { errors, reported } = reportedErrors();
  let queue: SerialScheduler;
  let flush: () => void;
  let log: string[];
  const note = (word: string) => (): void => {
    log.push(word);
  };

  beforeEach(() => {
    const made = makeTarget();
    queue = new SerialScheduler({ target: made.target });
    flush = made.flush;
    log = [];
  });

  /** Comes when the queue has run what it was given, and so much time has passed. */
  const idle = (after = 0): Promise<void> =>
    new Promise((resolve) => {
      queue.schedule(() => resolve(), after);
      flush();
    });

  it('runs what was enqueued and scheduled in one order', async () => {
    queue.enqueue(note('a'));
    queue.schedule(note('b'));
    queue.enqueue(note('c'));
    queue.schedule(note('d'), 0);
    await idle();
    expect(log).toEqual(['a', 'b', 'c', 'd']);
  });

  it('runs nothing in the stack that schedules it', async () => {
    queue.enqueue(note('enqueued'));
    queue.schedule(note('scheduled'));
    queue.schedule(note('delayed'), 1);
    log.push('after');
    await idle(2);
    expect(log).toEqual(['after', 'enqueued', 'scheduled', 'delayed']);
  });

  it('runs nothing inside another action', async () => {
    queue.enqueue(() => {
      log.push('outer begins');
      queue.enqueue(note('inner'));
      queue.schedule(note('scheduled'));
      flush();
      log.push('outer ends');
    });
    queue.enqueue(note('next'));
    await idle();
    await idle();
    expect(log).toEqual(['outer begins', 'outer ends', 'next', 'inner', 'scheduled']);
  });

  it('goes on after actions that throw, and reports what they threw', async () => {
    const thrown = ['enqueued', 'scheduled', 'delayed'].map((when) => new Error(when));
    const throwing = (error: Error | undefined) => (): never => {
      throw error as Error;
    };
    queue.enqueue(throwing(thrown[0]));
    queue.schedule(throwing(thrown[1]));
    queue.schedule(throwing(thrown[2]), 1);
    queue.enqueue(note('next'));
    queue.schedule(note('later'), 1);
    await idle(2);
    await reported(3);
    expect(log).toEqual(['next', 'later']);
    expect(errors).toEqual(thrown);
  });

  it('drops queued work that is unsubscribed', async () => {
    const before = queue.schedule(note('dropped before'));
    queue.enqueue(() => {
      inside.unsubscribe();
    });
    const inside = queue.schedule(note('dropped by an earlier action'));
    queue.schedule(note('kept'));
    before.unsubscribe();
    await idle();
    expect(log).toEqual(['kept']);
  });

  it('drops delayed work that is unsubscribed', async () => {
    const subscription = queue.schedule(note('dropped'), 1);
    queue.schedule(note('kept'), 1);
    subscription.unsubscribe();
    await idle(3);
    expect(log).toEqual(['kept']);
  });

  it('runs delayed work in the order of its time, then of its scheduling', async () => {
    queue.schedule(note('late'), 20);
    queue.schedule(note('early'), 1);
    queue.schedule(note('late too'), 20);
    queue.schedule(note('now'), 0);
    await idle(20);
    expect(log).toEqual(['now', 'early', 'late', 'late too']);
  });

  it('puts delayed work behind what is waiting when its time comes', async () => {
    queue.schedule(() => {
      log.push('first');
      queue.enqueue(note('enqueued by it'));
    }, 1);
    queue.schedule(note('second'), 5);
    await idle(10);
    expect(log).toEqual(['first', 'enqueued by it', 'second']);
  });

  it('lets an action schedule itself again, with its state', async () => {
    const done = new Promise<void>((resolve) => {
      queue.schedule(countDown, 0, 3);

      function countDown(this: SchedulerAction<number>, left: number): void {
        log.push(String(left));
        if (left === 1) resolve();
        else this.schedule(left - 1, left % 2);
      }
    });
    flush();
    await done;
    expect(log).toEqual(['3', '2', '1']);
  });

  it('lets an action unsubscribe itself while it runs', async () => {
    queue.schedule(function () {
      log.push('once');
      this.unsubscribe();
      this.schedule();
    });
    await idle(1);
    expect(log).toEqual(['once']);
  });

  it('closes the subscription of an action that throws', async () => {
    const action = queue.schedule(() => {
      throw new Error('thrown');
    });
    await idle();
    await reported(1);
    expect(action.closed).toBe(true);
  });

  it('tells whether one of its actions is running', async () => {
    const seen: boolean[] = [queue.isCurrent];
    queue.enqueue(() => seen.push(queue.isCurrent));
    queue.schedule(() => seen.push(queue.isCurrent), 1);
    seen.push(queue.isCurrent);
    await idle(2);
    expect([...seen, queue.isCurrent]).toEqual([false, false, true, true, false]);
  });

  it('runs a macrotask among the queued work, unless it is unsubscribed', async () => {
    const dropped = queue.scheduleMacrotask(note('dropped'));
    const subscription = queue.scheduleMacrotask(() => {
      log.push(`macrotask, current: ${queue.isCurrent}`);
    });
    queue.enqueue(note('enqueued'));
    dropped.unsubscribe();
    await idle(5);
    expect(log).toEqual(['enqueued', 'macrotask, current: true']);
    expect(subscription.closed).toBe(true);
  });

  it('carries observeOn, delay, timer and interval of RxJS', async () => {
    const merged = merge(
      of('observeOn').pipe(observeOn(queue)),
      of('delay').pipe(delay(1, queue)),
      timer(10, queue).pipe(map(() => 'timer')),
      interval(20, queue).pipe(
        take(2),
        map((index) => `interval ${index}`),
      ),
    );
    const done = lastValueFrom(merged.pipe(tap((word) => log.push(word))));
    log.push('subscribed');
    flush();
    await done;
    expect(log).toEqual(['subscribed', 'observeOn', 'delay', 'timer', 'interval 0', 'interval 1']);
  });

  it('never runs what is delayed by Infinity', async () => {
    const subscription = queue.schedule(note('never'), Infinity);
    await idle(2);
    expect(log).toEqual([]);
    subscription.unsubscribe();
  });

  it('runs twenty thousand actions that each enqueue the next', async () => {
    let runs = 0;
    const next = (): void => {
      runs += 1;
      if (runs < 20_000) queue.enqueue(next);
    };
    queue.enqueue(next);
    await idle();
    await idle();
    expect(runs).toBe(20_000);
  });
});

import type { VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';

/**
 * Runs virtual time to its end where promises take part: before each instant all microtasks of the one
 * before have run, so that an adapter that answers by a promise does so in no virtual time, and before a
 * timeout that stands later. For a TestScheduler outside its `run()`; within, use what answers by Observable.
 *
 * @param until the last virtual millisecond to run; all of them unless given, which never ends while something
 * repeats. The scheduler's own `maxFrames` does not count.
 * @returns a promise that rejects with what a scheduled action or an expectation of the scheduler throws.
 *
 * @example
 * const scheduler = new VirtualTimeScheduler();
 * const session = new Session({ rootQueue: scheduler, transport, interceptor });
 * session.get('https://api.example.com/').subscribe(deliver);
 * await flushVirtualTime(scheduler);
 */
export async function flushVirtualTime(scheduler: VirtualTimeScheduler, until = Infinity): Promise<void> {
  const turns = new SerialScheduler({ label: 'virtual time' });
  const expectations = new PostponedExpectations(scheduler);
  const { maxFrames } = scheduler;
  try {
    // a TestScheduler schedules its hot observables when it is flushed: here up to before its beginning
    for (let next = -1; next <= until; next = nextInstant(scheduler)) {
      scheduler.maxFrames = next;
      scheduler.flush();
      await turn(turns);
    }
  } finally {
    scheduler.maxFrames = maxFrames;
    expectations.restore();
  }
  expectations.check();
}

/** The virtual millisecond of the next action; without one NaN, which no limit is above. */
function nextInstant(scheduler: VirtualTimeScheduler): number {
  return scheduler.actions[0]?.delay ?? NaN;
}

/**
 * A TestScheduler checks what is expected of observables at the end of every flush: this keeps it from that
 * until the last.
 */
class PostponedExpectations {
  readonly #scheduler: TestScheduler | undefined;
  readonly #assertDeepEqual: TestScheduler['assertDeepEqual'] | undefined;
  readonly #expectations: [actual: unknown, expected: unknown][] = [];

  constructor(scheduler: VirtualTimeScheduler) {
    if (!(scheduler instanceof TestScheduler)) return;
    this.#scheduler = scheduler;
    this.#assertDeepEqual = scheduler.assertDeepEqual;
    scheduler.assertDeepEqual = (actual: unknown, expected: unknown) => {
      this.#expectations.push([actual, expected]);
    };
  }

  restore(): void {
    if (this.#scheduler && this.#assertDeepEqual) this.#scheduler.assertDeepEqual = this.#assertDeepEqual;
  }

  check(): void {
    for (const [actual, expected] of this.#expectations) this.#assertDeepEqual?.(actual, expected);
  }
}

/** Comes when no microtask is left. */
function turn(turns: SerialScheduler): Promise<void> {
  return new Promise((resolve) => {
    turns.scheduleMacrotask(resolve);
  });
}

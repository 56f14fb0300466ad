import type { VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';

/**
 * Runs virtual time to its end while promises take part. Before each instant it lets all microtasks of the previous
 * one run, so that an adapter that returns a promise takes no virtual time and precedes later timeouts. Use it with a
 * TestScheduler outside its `run()`; inside, extensions must answer by Observable.
 *
 * @param until the last virtual millisecond to run. Default: all, which never ends while an action repeats. The
 * scheduler's own `maxFrames` is ignored.
 * @returns a promise that rejects with the exception of a scheduled action or of an expectation.
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

/** Postpones the expectations that a TestScheduler checks at the end of every flush until the last one. */
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

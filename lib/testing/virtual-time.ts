import { VirtualTimeScheduler } from 'rxjs';
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
  const { maxFrames } = scheduler;
  try {
    await turn(turns);
    for (let next = nextInstant(scheduler); next <= until; next = nextInstant(scheduler)) {
      scheduler.maxFrames = next;
      VirtualTimeScheduler.prototype.flush.call(scheduler);
      await turn(turns);
    }
    scheduler.maxFrames = scheduler.frame;
    scheduler.flush();
  } finally {
    scheduler.maxFrames = maxFrames;
  }
}

function nextInstant(scheduler: VirtualTimeScheduler): number {
  return scheduler.actions[0]?.delay ?? NaN;
}

/** Comes when no microtask is left. */
function turn(turns: SerialScheduler): Promise<void> {
  return new Promise((resolve) => {
    turns.scheduleMacrotask(resolve);
  });
}

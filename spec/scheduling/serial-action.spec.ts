import type { Unsubscribable } from 'rxjs';
import { SerialAction, type ActionQueue } from '../../lib/scheduling/serial-action.js';

/** A queue whose turns a test gives. */
class ManualQueue implements ActionQueue {
  readonly waiting: (() => void)[] = [];
  readonly timers: { delay: number; work: () => void; isCleared: boolean }[] = [];

  enqueue(work: () => void): void {
    this.waiting.push(work);
  }

  enqueueAfter(delay: number, work: () => void): Unsubscribable {
    const timer = { delay, work, isCleared: false };
    this.timers.push(timer);
    return {
      unsubscribe: () => {
        timer.isCleared = true;
      },
    };
  }

  run(): void {
    for (const work of this.waiting.splice(0)) work();
  }
}

describe('SerialAction', () => {
  let queue: ManualQueue;
  let states: unknown[];
  let action: SerialAction<unknown>;

  beforeEach(() => {
    queue = new ManualQueue();
    states = [];
    action = new SerialAction<unknown>(queue, (state) => states.push(state));
  });

  it('is its own subscription', () => {
    expect(action.schedule('state')).toBe(action);
  });

  it.each([0, -1, NaN])('joins the queue at once with a delay of %d', (delay) => {
    action.schedule('state', delay);
    queue.run();
    expect(states).toEqual(['state']);
  });

  it('replaces a turn that has not come by a later one', () => {
    action.schedule('first');
    action.schedule('second');
    queue.run();
    expect(states).toEqual(['second']);
  });

  it('clears the timer of a turn that it replaces', () => {
    action.schedule('first', 10);
    action.schedule('second', 20);
    expect(queue.timers.map(({ delay, isCleared }) => [delay, isCleared])).toEqual([
      [10, true],
      [20, false],
    ]);
  });

  it('can be scheduled again after it has run', () => {
    action.schedule('first');
    queue.run();
    action.schedule('second');
    queue.run();
    expect(states).toEqual(['first', 'second']);
  });

  it('clears its timer and never runs once unsubscribed', () => {
    action.schedule('state', 10);
    action.unsubscribe();
    queue.timers[0]?.work();
    action.schedule('again');
    queue.run();
    expect([queue.timers[0]?.isCleared, states]).toEqual([true, []]);
  });

  it('passes on what its work throws, and is over then', () => {
    const failing = new SerialAction<undefined>(queue, () => {
      throw new Error('thrown');
    });
    failing.schedule();
    expect(() => {
      queue.run();
    }).toThrow('thrown');
    expect(failing.closed).toBe(true);
  });
});

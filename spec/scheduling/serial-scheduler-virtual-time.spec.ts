import { jest } from '@jest/globals';
import { debounceTime, delay, interval, observeOn, retry, take, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';
import { reportedErrors } from '../support/reported-errors.js';

const makeTime = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

describe('SerialScheduler in the virtual time of a TestScheduler', () => {
  const { errors, reported } = reportedErrors();
  let time: TestScheduler;
  let queue: SerialScheduler;

  beforeEach(() => {
    time = makeTime();
    queue = new SerialScheduler({ target: time });
  });

  it('delivers in the frame in which it is told', () => {
    time.run(({ hot, expectObservable }) => {
      expectObservable(hot('-a-(bc)-|').pipe(observeOn(queue))).toBe('-a-(bc)-|');
    });
  });

  it('carries the operators that take time', () => {
    time.run(({ cold, expectObservable }) => {
      expectObservable(timer(3, queue)).toBe('---(0|)', [0]);
      expectObservable(interval(2, queue).pipe(take(3))).toBe('--0-1-(2|)', [0, 1, 2]);
      expectObservable(cold('ab---c|').pipe(debounceTime(2, queue))).toBe('---b--(c|)');
      expectObservable(cold('a-b|').pipe(delay(5, queue))).toBe('-----a-(b|)');
    });
  });

  it('drops what is unsubscribed in the frame in which it is due', () => {
    time.run(({ expectObservable }) => {
      expectObservable(timer(5, queue), '----!').toBe('-----');
    });
  });

  it('takes now() from the target', () => {
    const seen: number[] = [];
    time.run(() => {
      for (const due of [0, 4, 4000]) queue.schedule(() => seen.push(queue.now()), due);
    });
    expect(seen).toEqual([0, 4, 4000]);
  });

  it('uses no microtask and no timer', () => {
    const microtask = jest.spyOn(globalThis, 'queueMicrotask');
    const timers = jest.spyOn(globalThis, 'setTimeout');
    time.run(({ cold, expectObservable }) => {
      const failing = cold('-#').pipe(retry({ count: 2, delay: () => timer(10, queue) }));
      expectObservable(failing).toBe('- 10ms - 10ms -#');
      queue.scheduleMacrotask(() => queue.enqueue(() => undefined));
    });
    expect([microtask.mock.calls, timers.mock.calls]).toEqual([[], []]);
    jest.restoreAllMocks();
  });

  it('lets the flush go on when an action throws', async () => {
    const thrown = new Error('thrown in virtual time');
    time.run(({ cold, expectObservable }) => {
      queue.schedule(() => {
        throw thrown;
      }, 1);
      expectObservable(cold('a-b|').pipe(delay(1, queue))).toBe('-a-(b|)');
    });
    await reported(1);
    expect(errors).toEqual([thrown]);
  });

  it('runs macrotasks in the same instant', () => {
    const seen: string[] = [];
    time.run(() => {
      queue.scheduleMacrotask(() => seen.push(`macrotask at ${queue.now()}`));
      queue.enqueue(() => seen.push(`enqueued at ${queue.now()}`));
    });
    expect(seen.sort()).toEqual(['enqueued at 0', 'macrotask at 0']);
  });

  it('runs nothing inside an action that flushes the target', () => {
    const log: string[] = [];
    queue.enqueue(() => {
      log.push('outer begins');
      time.flush();
      log.push('outer ends');
    });
    queue.schedule(() => log.push('delayed'), 5);
    queue.scheduleMacrotask(() => log.push('macrotask'));
    time.flush();
    expect(log).toEqual(['outer begins', 'outer ends', 'macrotask', 'delayed']);
  });

  it('drops what is unsubscribed by an earlier action of its turn', () => {
    const log: string[] = [];
    const macrotask = queue.scheduleMacrotask(() => log.push('macrotask'));
    const delayed = queue.schedule(() => log.push('delayed'), 5);
    queue.enqueue(() => {
      macrotask.unsubscribe();
      time.flush();
      delayed.unsubscribe();
    });
    time.flush();
    expect(log).toEqual([]);
  });
});

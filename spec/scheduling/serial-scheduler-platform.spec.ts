import { jest } from '@jest/globals';
import { asapScheduler, asyncScheduler, queueScheduler, VirtualTimeScheduler } from 'rxjs';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';

describe('SerialScheduler on the platform', () => {
  it('tells the time since the epoch in fractions of a millisecond', () => {
    const queue = new SerialScheduler();
    const before = performance.timeOrigin + performance.now();
    const now = queue.now();
    const after = performance.timeOrigin + performance.now();
    expect(now >= before && now <= after).toBe(true);
    expect(Math.abs(now - Date.now())).toBeLessThan(1000);
  });

  it('clears the timer of delayed work that is unsubscribed', () => {
    const clear = jest.spyOn(globalThis, 'clearTimeout');
    const set = jest.spyOn(globalThis, 'setTimeout');
    const queue = new SerialScheduler();
    queue.schedule(() => undefined, 60_000).unsubscribe();
    queue.scheduleMacrotask(() => undefined).unsubscribe();
    const timers = set.mock.results.map(({ value }) => value);
    expect(timers).toHaveLength(2);
    expect(clear.mock.calls.map(([timer]) => timer)).toEqual(timers);
    jest.restoreAllMocks();
  });

  it('runs a batch in one microtask', () => {
    const hop = jest.spyOn(globalThis, 'queueMicrotask');
    const queue = new SerialScheduler();
    for (let index = 0; index < 100; index += 1) queue.enqueue(() => undefined);
    expect(hop).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
  });

  it('waits 30 days with timers that cannot', () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    const work = jest.fn();
    const thirtyDays = 30 * 24 * 60 * 60 * 1000;
    new SerialScheduler().schedule(work, thirtyDays);
    jest.advanceTimersByTime(thirtyDays - 1);
    expect(work).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(1);
    jest.useRealTimers();
  });

  it.each([undefined, asapScheduler, queueScheduler, asyncScheduler])(
    'starves no timer by a loop of macrotasks',
    async (target) => {
      const queue = new SerialScheduler({ target });
      let isTimeUp = false;
      const loop = (): void => {
        if (!isTimeUp) queue.scheduleMacrotask(loop);
      };
      loop();
      await new Promise<void>((resolve) => {
        setTimeout(() => {
          isTimeUp = true;
          resolve();
        }, 5);
      });
      expect(isTimeUp).toBe(true);
    },
  );

  it('is named by its label', () => {
    expect(String(new SerialScheduler({ label: 'rootQueue' }))).toBe('SerialScheduler(rootQueue)');
  });
});

describe('SerialScheduler.from', () => {
  it('gives a SerialScheduler back', () => {
    const queue = new SerialScheduler();
    expect(SerialScheduler.from(queue, 'other')).toBe(queue);
  });

  it('wraps another scheduler', () => {
    const target = new VirtualTimeScheduler();
    const queue = SerialScheduler.from(target, 'wrapper');
    target.frame = 17;
    expect([queue.now(), queue.label]).toEqual([17, 'wrapper']);
  });

  it('makes one on the platform from nothing', async () => {
    const queue = SerialScheduler.from(undefined, 'mine');
    await new Promise<void>((resolve) => {
      queue.enqueue(resolve);
    });
    expect(queue.label).toBe('mine');
  });
});

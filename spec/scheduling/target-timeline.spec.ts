import { jest } from '@jest/globals';
import { queueScheduler, Subscription, VirtualTimeScheduler, type SchedulerLike } from 'rxjs';
import { TargetTimeline } from '../../lib/scheduling/target-timeline.js';
import { reportedErrors } from '../support/reported-errors.js';

/** A scheduler that runs its work before `schedule` returns. */
const synchronous = {
  now: () => 0,
  schedule: (work: () => void) => {
    work();
    return new Subscription();
  },
} as unknown as SchedulerLike;

function throwInTarget(): never {
  throw new Error('thrown by another');
}

describe('TargetTimeline', () => {
  const { errors, reported } = reportedErrors();

  it.each([
    ['a scheduler that runs at once', synchronous],
    ['queueScheduler', queueScheduler],
  ])('comes after the caller of %s, once', async (_, target) => {
    const log: string[] = [];
    const timeline = new TargetTimeline(target);
    timeline.enqueue(() => log.push('turn'));
    log.push('after');
    await Promise.resolve();
    await Promise.resolve();
    expect(log).toEqual(['after', 'turn']);
  });

  it('comes after the whole stack of an action of queueScheduler', async () => {
    const log: string[] = [];
    const timeline = new TargetTimeline(queueScheduler);
    queueScheduler.schedule(() => {
      timeline.enqueue(() => log.push('turn'));
    });
    log.push('after');
    await Promise.resolve();
    expect(log).toEqual(['after', 'turn']);
  });

  it('runs inside an action of queueScheduler', async () => {
    const log: string[] = [];
    new TargetTimeline(queueScheduler).enqueue(() => {
      queueScheduler.schedule(() => log.push('trampolined'));
      log.push('turn');
    });
    await Promise.resolve();
    expect(log).toEqual(['turn', 'trampolined']);
  });

  it('drops a turn that is unsubscribed before its microtask, and asks for none', async () => {
    const log: string[] = [];
    const asked = jest.spyOn(queueScheduler, 'schedule');
    for (const target of [synchronous, queueScheduler]) {
      new TargetTimeline(target).schedule(() => log.push('turn'), 0).unsubscribe();
    }
    await Promise.resolve();
    await Promise.resolve();
    expect([log, asked.mock.calls]).toEqual([[], []]);
    asked.mockRestore();
  });

  it.each([0, 10])(
    'comes in its time after another action of the target threw, with delay %d',
    async (delay) => {
      const target = new VirtualTimeScheduler();
      const turns: number[] = [];
      target.schedule(throwInTarget);
      new TargetTimeline(target).schedule(() => turns.push(target.now()), delay);
      expect(() => {
        target.flush();
      }).toThrow('thrown by another');
      target.frame = delay / 2;
      await Promise.resolve();
      target.flush();
      expect(turns).toEqual([delay]);
    },
  );

  it('comes without a target that throws, and reports what it threw', async () => {
    const thrown = new Error('no more actions');
    const broken: SchedulerLike = {
      now: () => 0,
      schedule: () => {
        throw thrown;
      },
    };
    await new Promise<void>((resolve) => {
      new TargetTimeline(broken).enqueue(resolve);
    });
    await reported(1);
    expect(errors).toEqual([thrown]);
  });

  it('asks once of a target whose actions cannot be dropped', async () => {
    let asked = 0;
    const undroppable = {
      now: () => 0,
      schedule: (work: () => void) => {
        asked += 1;
        queueMicrotask(() => queueMicrotask(work));
        return Subscription.EMPTY;
      },
    } as unknown as SchedulerLike;
    await new Promise<void>((resolve) => {
      new TargetTimeline(undroppable).enqueue(resolve);
    });
    expect(asked).toBe(1);
  });
});

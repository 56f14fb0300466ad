import { describe, expect, it } from '@jest/globals';
import { queueScheduler, type SchedulerLike, Subscription } from 'rxjs';
import { runOn } from '../../lib/scheduling/run-on.js';
import { reportedErrors } from '../support/reported-errors.js';

const reported = reportedErrors();
const boom = new Error('boom');

function queueThat(schedule: (work: () => void) => Subscription): SchedulerLike {
  return { now: () => 0, schedule: schedule as SchedulerLike['schedule'] };
}

describe('runOn', () => {
  it('does the work when the queue does', () => {
    const works: (() => void)[] = [];
    const queue = queueThat((work) => {
      works.push(work);
      return new Subscription();
    });
    let count = 0;
    const given = runOn(queue, () => (count += 1));
    expect([count, works.length, given.closed]).toEqual([0, 1, false]);
    works[0]?.();
    expect(count).toBe(1);
  });

  it('does the work at once when the queue throws, and reports it', async () => {
    let count = 0;
    const queue = queueThat(() => {
      throw boom;
    });
    runOn(queue, () => (count += 1));
    expect(count).toBe(1);
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });

  it('does the work once on a queue that throws what the work throws', async () => {
    let count = 0;
    runOn(queueScheduler, () => {
      count += 1;
      throw boom;
    });
    expect(count).toBe(1);
    await reported.reported(1);
    expect(reported.errors).toEqual([boom]);
  });
});

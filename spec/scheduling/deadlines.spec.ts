import fc from 'fast-check';
import { VirtualTimeScheduler } from 'rxjs';
import { type Deadline, Deadlines } from '../../lib/scheduling/deadlines.js';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';
import { reportedErrors } from '../support/reported-errors.js';

describe('Deadlines', () => {
  const { errors, reported } = reportedErrors();
  let scheduler: VirtualTimeScheduler;
  let deadlines: Deadlines;
  let log: [name: string, at: number][];

  beforeEach(() => {
    scheduler = new VirtualTimeScheduler();
    deadlines = new Deadlines(new SerialScheduler({ target: scheduler }));
    log = [];
  });

  function deadline(name: string, due: number, passed: () => void = () => undefined): Deadline {
    const told = (): void => {
      log.push([name, scheduler.now()]);
      passed();
    };
    return { due, place: -1, order: 0, passed: told };
  }

  it('are told when they are due, the earliest first', () => {
    for (const due of [30, 10, 20]) deadlines.add(deadline(String(due), due));
    scheduler.flush();
    expect(log).toEqual([
      ['10', 10],
      ['20', 20],
      ['30', 30],
    ]);
  });

  it('that are due when they are added are told in the next turn', () => {
    deadlines.add(deadline('late', -5));
    deadlines.add(deadline('now', 0));
    scheduler.flush();
    expect(log).toEqual([
      ['late', 0],
      ['now', 0],
    ]);
  });

  it('beyond the longest timer do not hide one before them', () => {
    const far = deadline('far', 2 ** 32);
    deadlines.add(far);
    scheduler.schedule(() => {
      deadlines.add(deadline('near', 20));
    }, 10);
    scheduler.schedule(() => {
      deadlines.remove(far);
    }, 30);
    scheduler.flush();
    expect(log).toEqual([['near', 20]]);
  });

  it('that are due at the same time are told in the order they were added', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) deadlines.add(deadline(name, 5));
    scheduler.flush();
    expect(log.map(([name]) => name).join('')).toBe('abcde');
  });

  it('share one action of the queue, and none when nothing waits', () => {
    const waiting = Array.from({ length: 100 }, (_, index) => deadline('', 1000 + index));
    for (const each of waiting) deadlines.add(each);
    scheduler.maxFrames = 1;
    scheduler.flush();
    const armed = scheduler.actions.length;
    for (const each of waiting) deadlines.remove(each);
    expect([armed, scheduler.actions.filter(({ closed }) => !closed)]).toEqual([1, []]);
  });

  it('that were removed are not told, also by the one before them', () => {
    const last = deadline('last', 5);
    deadlines.add(
      deadline('first', 5, () => {
        deadlines.remove(last);
      }),
    );
    deadlines.add(last);
    scheduler.flush();
    expect(log).toEqual([['first', 5]]);
  });

  it('may be added again when they have passed', () => {
    const again = deadline('again', 5, () => {
      if (again.due === 15) return;
      again.due = 15;
      deadlines.add(again);
    });
    deadlines.add(again);
    scheduler.flush();
    expect(log.map(([, at]) => at)).toEqual([5, 15]);
  });

  it('are told although one before them throws', async () => {
    deadlines.add(
      deadline('thrower', 1, () => {
        throw new Error('passed');
      }),
    );
    deadlines.add(deadline('next', 1));
    scheduler.flush();
    expect(log.map(([name]) => name)).toEqual(['thrower', 'next']);
    await reported(1);
    expect(errors).toEqual([new Error('passed')]);
  });

  it('are told in order, whatever is added and removed', () => {
    const dues = fc.array(fc.record({ due: fc.nat(20), isRemoved: fc.boolean() }));
    const property = fc.property(dues, (wanted) => {
      log = [];
      const start = scheduler.now();
      const all = wanted.map(({ due }, index) => deadline(String(index), start + due));
      for (const each of all) deadlines.add(each);
      wanted.forEach(({ isRemoved }, index) => {
        if (isRemoved) deadlines.remove(all[index] as Deadline);
      });
      scheduler.flush();
      const left = wanted.map(({ due, isRemoved }, index) => ({ due, isRemoved, index }));
      const expected = left
        .filter(({ isRemoved }) => !isRemoved)
        .sort((a, b) => a.due - b.due || a.index - b.index);
      expect(log).toEqual(expected.map(({ due, index }) => [String(index), start + due]));
    });
    fc.assert(property);
  });
});

import fc from 'fast-check';
import { asapScheduler, queueScheduler, VirtualTimeScheduler, type SchedulerLike } from 'rxjs';
import { SerialScheduler } from '../../lib/scheduling/serial-scheduler.js';
import { reportedErrors } from '../support/reported-errors.js';

/** One piece of work, and what it schedules when it runs. */
interface Work {
  readonly by: 'enqueue' | 'schedule';
  readonly delay: number;
  readonly isDropped: boolean;
  readonly throws: boolean;
  readonly then: readonly Work[];
}

type Name = string;

const { work } = fc.letrec<{ work: Work }>((tie) => ({
  work: fc.record({
    by: fc.constantFrom<Work['by'][]>('enqueue', 'schedule'),
    delay: fc.constantFrom(0, 0, 1, 2, 5),
    isDropped: fc.boolean(),
    throws: fc.boolean(),
    then: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('work'), { maxLength: 3 })),
  }),
}));
const programs = fc.array(work, { maxLength: 12 });
const immediatePrograms = programs.map((program) => program.map(withoutDelay));

function withoutDelay(tree: Work): Work {
  return { ...tree, delay: 0, then: tree.then.map(withoutDelay) };
}

/** What the laws say: first in first out, delayed work joining at the end when its time comes. */
function lawfulOrder(program: readonly Work[]): Name[] {
  const order: Name[] = [];
  const ready: [Name, Work][] = [];
  const timers: { due: number; entry: [Name, Work] }[] = [];
  let now = 0;
  const issue = (works: readonly Work[], prefix: Name): void => {
    works.forEach((one, index) => {
      const entry: [Name, Work] = [`${prefix}.${index}`, one];
      if (one.by === 'enqueue' || one.delay === 0) {
        if (one.by === 'enqueue' || !one.isDropped) ready.push(entry);
      } else if (!one.isDropped) timers.push({ due: now + one.delay, entry });
    });
  };
  issue(program, '');
  while (ready.length + timers.length > 0) {
    for (let next = ready.shift(); next; next = ready.shift()) {
      order.push(next[0]);
      issue(next[1].then, next[0]);
    }
    const first = [...timers].sort((a, b) => a.due - b.due)[0];
    if (!first) break;
    timers.splice(timers.indexOf(first), 1);
    now = first.due;
    ready.push(first.entry);
  }
  return order;
}

/** Issues the program on a queue; gives the order in which its works run, as they run. */
function run(queue: SerialScheduler, program: readonly Work[]): Name[] {
  const order: Name[] = [];
  let isRunning = false;
  const issue = (works: readonly Work[], prefix: Name): void => {
    works.forEach((one, index) => {
      const name = `${prefix}.${index}`;
      const perform = (): void => {
        if (isRunning) order.push('re-entrant!');
        isRunning = true;
        order.push(name);
        issue(one.then, name);
        isRunning = false;
        if (one.throws) throw new Error(name);
      };
      if (one.by === 'enqueue') queue.enqueue(perform);
      else if (one.isDropped) queue.schedule(perform, one.delay).unsubscribe();
      else queue.schedule(perform, one.delay);
    });
  };
  issue(program, '');
  return order;
}

describe('the order of a SerialScheduler', () => {
  reportedErrors();

  it.each([
    ['itself', (target: VirtualTimeScheduler) => new SerialScheduler({ target })],
    [
      'a SerialScheduler between',
      (target: VirtualTimeScheduler) => new SerialScheduler({ target: new SerialScheduler({ target }) }),
    ],
  ])('keeps its laws in virtual time, with %s on the target', (_, make) => {
    fc.assert(
      fc.property(programs, (program) => {
        const time = new VirtualTimeScheduler();
        const order = run(make(time), program);
        expect(order).toEqual([]);
        time.flush();
        expect(order).toEqual(lawfulOrder(program));
      }),
    );
  });

  it.each<[string, SchedulerLike | undefined]>([
    ['the platform', undefined],
    ['asapScheduler', asapScheduler],
    ['queueScheduler', queueScheduler],
  ])('keeps its laws in the microtasks of %s', async (_, target) => {
    await fc.assert(
      fc.asyncProperty(immediatePrograms, async (program) => {
        const queue = new SerialScheduler({ target });
        const order = run(queue, program);
        expect(order).toEqual([]);
        await new Promise<void>((resolve) => queue.scheduleMacrotask(resolve));
        expect(order).toEqual(lawfulOrder(program));
      }),
    );
  });
});

import type { Unsubscribable } from 'rxjs';
import { reportingFailure } from './report-unhandled-error.js';
import type { SerialScheduler } from './serial-scheduler.js';

/** Something that has to be looked at when its time has come. */
export interface Deadline {
  /** In milliseconds of the queue's clock; changed only while it waits nowhere. */
  due: number;
  /** Its place among those that wait; -1 while it waits nowhere. Kept by {@link Deadlines}. */
  place: number;
  /** The later it was added, the higher; kept by {@link Deadlines}. */
  order: number;
  /** On the queue, at `due` or later; it does not wait any more. */
  passed(): void;
}

/**
 * Many deadlines that share one action of a queue: the earliest is waited for, the others stand behind it in a heap.
 * The action is armed again as late as possible, and dropped when nothing waits.
 */
export class Deadlines {
  readonly #queue: SerialScheduler;
  readonly #heap: Deadline[] = [];
  #action: Unsubscribable | undefined;
  #armedFor = Infinity;
  #isToArm = false;
  #added = 0;

  constructor(queue: SerialScheduler) {
    this.#queue = queue;
  }

  /** Milliseconds of the queue's clock. */
  now(): number {
    return this.#queue.now();
  }

  add(deadline: Deadline): void {
    deadline.order = this.#added += 1;
    deadline.place = this.#heap.length;
    this.#heap.push(deadline);
    this.#rise(deadline);
    if (deadline.due < this.#armedFor) this.#armLater();
  }

  /** Removes a deadline. Without effect if it is not waiting. */
  remove(deadline: Deadline): void {
    if (deadline.place < 0) return;
    this.#takeOut(deadline);
    if (this.#heap.length === 0) this.#disarm();
  }

  #takeOut(deadline: Deadline): void {
    const { place } = deadline;
    deadline.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === deadline) return;
    this.#put(last, place);
    this.#rise(last);
    this.#sink(last);
  }

  #rise(deadline: Deadline): void {
    while (deadline.place > 0) {
      const above = this.#heap[(deadline.place - 1) >> 1];
      if (above === undefined || isBefore(above, deadline)) return;
      this.#swap(deadline, above);
    }
  }

  #sink(deadline: Deadline): void {
    for (;;) {
      const left = this.#heap[2 * deadline.place + 1];
      const right = this.#heap[2 * deadline.place + 2];
      const below = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (below === undefined || isBefore(deadline, below)) return;
      this.#swap(deadline, below);
    }
  }

  #swap(one: Deadline, other: Deadline): void {
    const { place } = one;
    this.#put(one, other.place);
    this.#put(other, place);
  }

  #put(deadline: Deadline, place: number): void {
    deadline.place = place;
    this.#heap[place] = deadline;
  }

  /** At the end of the turn, in which the earliest may change, or be over, once more. */
  #armLater(): void {
    if (this.#isToArm) return;
    this.#isToArm = true;
    this.#queue.enqueue(this.#arm);
  }

  readonly #arm = (): void => {
    this.#isToArm = false;
    const [first] = this.#heap;
    if (first === undefined || first.due >= this.#armedFor) return;
    this.#disarm();
    this.#armedFor = first.due;
    const delay = first.due - this.#queue.now();
    if (delay > 0) this.#action = this.#queue.enqueueAfter(delay, this.#fire);
    else this.#queue.enqueue(this.#fire);
  };

  #disarm(): void {
    this.#action?.unsubscribe();
    this.#action = undefined;
    this.#armedFor = Infinity;
  }

  /** In the order they are due; of those that are due at the same time, in the order they were added. */
  readonly #fire = (): void => {
    this.#disarm();
    const now = this.#queue.now();
    for (let first = this.#passedBy(now); first !== undefined; first = this.#passedBy(now)) {
      tellPassed(first);
    }
    this.#arm();
  };

  #passedBy(now: number): Deadline | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.due > now) return undefined;
    this.#takeOut(first);
    return first;
  }
}

function isBefore(one: Deadline, other: Deadline): boolean {
  return one.due < other.due || (one.due === other.due && one.order < other.order);
}

function tellPassed(deadline: Deadline): void {
  reportingFailure(() => {
    deadline.passed();
  });
}

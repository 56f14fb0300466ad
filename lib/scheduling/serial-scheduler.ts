import { Subscription, type SchedulerAction, type SchedulerLike, type Unsubscribable } from 'rxjs';
import { scheduleOn } from './long-wait.js';
import { reportUnhandledError } from './report-unhandled-error.js';
import { SerialAction } from './serial-action.js';
import { TargetTimeline } from './target-timeline.js';
import { platformTimeline, type Timeline } from './timeline.js';

/** Options of a {@link SerialScheduler}. */
export interface SerialSchedulerOptions {
  /** Names the queue in `toString()`. */
  readonly label?: string | undefined;
  /** Gives `now()`, the delays, and the actions inside which everything runs; the platform unless given. */
  readonly target?: SchedulerLike | undefined;
}

/**
 * Runs its actions one at a time, first in first out, never inside one another and never in the stack that scheduled
 * them (a serial `DispatchQueue`; Alamofire's `rootQueue`).
 *
 * An exception of an action is reported as an unhandled error, in RxJS's way, and stops no other action. Delayed work
 * joins the end of the queue when its time has come. Unsubscribing drops work that has not run.
 *
 * Without a `target` it runs in microtasks, delays are timers, and `now()` is the time since the epoch in fractions
 * of a millisecond. With one, an RxJS scheduler or another SerialScheduler, it keeps these laws inside the target's
 * actions, even if the target runs synchronously or stops at an exception: so it runs in virtual time with a
 * TestScheduler.
 *
 * @example
 * const queue = new SerialScheduler({ label: 'deliveries' });
 * of(1, 2, 3).pipe(observeOn(queue)).subscribe(console.log);
 */
export class SerialScheduler implements SchedulerLike {
  /** Name of the queue, as `toString()` shows it. */
  readonly label: string;
  readonly #timeline: Timeline;
  #waiting = new Round();
  #spare = new Round();
  #hasTurn = false;
  #isRunning = false;

  constructor({ label = 'serial', target }: SerialSchedulerOptions = {}) {
    this.label = label;
    this.#timeline = timelineOf(target);
  }

  /** The scheduler itself when it is a SerialScheduler, else one with the scheduler as its target. */
  static from(scheduler: SchedulerLike | undefined, label?: string): SerialScheduler {
    return scheduler instanceof SerialScheduler
      ? scheduler
      : new SerialScheduler({ label, target: scheduler });
  }

  /** True inside an action of this queue: work for it may then run at once. */
  get isCurrent(): boolean {
    return this.#isRunning;
  }

  /** Milliseconds of the target's clock, else since the epoch. */
  now(): number {
    return this.#timeline.now();
  }

  /** Runs the work after all that was enqueued before: the same place in the order as `schedule(work)`. */
  enqueue(work: () => void): void {
    this.#waiting.push(work);
    if (this.#hasTurn) return;
    this.#hasTurn = true;
    this.#timeline.enqueue(this.#drain);
  }

  /**
   * Like {@link enqueue}, after a delay of more than 0 milliseconds. Unsubscribing ends the wait; due work runs.
   *
   * @internal
   */
  enqueueAfter(delay: number, work: () => void): Unsubscribable {
    return scheduleOn(this.#timeline, this.#arrival(work), delay);
  }

  /**
   * Enqueues the work once the platform has had a turn: a loop of these starves neither timers nor sockets.
   * Under a virtual scheduler the turn is the next action of the same instant.
   */
  scheduleMacrotask(work: () => void): Subscription {
    const subscription = new Subscription();
    const arrive = this.#arrival(() => {
      if (subscription.closed) return;
      subscription.unsubscribe();
      work();
    });
    subscription.add(this.#timeline.scheduleMacrotask(arrive));
    return subscription;
  }

  /**
   * Runs the work in its order, after a delay in milliseconds when there is one; `this` is the action, which
   * can be scheduled again. A delay of `Infinity` never comes.
   */
  schedule<T>(work: (this: SchedulerAction<T>, state: T) => void, delay: number, state: T): Subscription;
  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay?: number, state?: T): Subscription;
  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    return new SerialAction<T>(this, work).schedule(state, delay);
  }

  /** Name of the queue with its class. */
  toString(): string {
    return `SerialScheduler(${this.label})`;
  }

  #arrival(work: () => void): () => void {
    return () => {
      this.#waiting.push(work);
      this.#drain();
    };
  }

  /** Runs waiting work in rounds, so that work enqueued by an action follows all that was enqueued before. */
  readonly #drain = (): void => {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#hasTurn = true;
    while (this.#waiting.size > 0) {
      const round = this.#waiting;
      this.#waiting = this.#spare;
      round.run();
      this.#spare = round;
    }
    this.#hasTurn = false;
    this.#isRunning = false;
  };
}

/**
 * Actions that wait for their turn together. It is used again and again, and keeps its places meanwhile: an array
 * that is emptied gives its memory away, and asks for it again in the next turn.
 */
class Round {
  size = 0;
  readonly #places: ((() => void) | undefined)[] = [];

  push(work: () => void): void {
    this.#places[this.size] = work;
    this.size += 1;
  }

  /** Runs them all, and forgets them. */
  run(): void {
    const places = this.#places;
    for (let place = 0; place < this.size; place += 1) {
      const work = places[place] as () => void;
      places[place] = undefined;
      runSafely(work);
    }
    if (this.size > KEPT_PLACES) places.length = 0;
    this.size = 0;
  }
}

/** More than those are given away when a great rush is over. */
const KEPT_PLACES = 1024;

function runSafely(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportUnhandledError(error);
  }
}

function timelineOf(target: SchedulerLike | undefined): Timeline {
  if (target === undefined) return platformTimeline;
  return target instanceof SerialScheduler ? target : new TargetTimeline(target);
}

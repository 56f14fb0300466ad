import {
  asapScheduler,
  queueScheduler,
  type SchedulerLike,
  type Subscription,
  type Unsubscribable,
} from 'rxjs';
import { reportUnhandledError } from './report-unhandled-error.js';
import type { Timeline } from './timeline.js';

/** The time of another scheduler, in whose actions everything runs. */
export class TargetTimeline implements Timeline {
  readonly #target: SchedulerLike;

  constructor(target: SchedulerLike) {
    this.#target = target;
  }

  now(): number {
    return this.#target.now();
  }

  enqueue(run: () => void): void {
    this.schedule(run, 0);
  }

  schedule(run: () => void, delay: number): Unsubscribable {
    const turn = new Turn(this.#target, run, delay);
    // the queue scheduler runs at once, or at the end of an action that may itself be deep in a caller's stack
    if (this.#target === queueScheduler && delay <= 0) turn.askInMicrotask();
    else turn.ask();
    return turn;
  }

  scheduleMacrotask(run: () => void): Unsubscribable {
    // without a delay these two run in microtasks and the caller's stack: the platform would have no turn
    const isMicrotask = this.#target === asapScheduler || this.#target === queueScheduler;
    return this.schedule(run, isMicrotask ? 1 : 0);
  }
}

/**
 * Turn of a target scheduler. It comes once, never in the stack that requests it, and also if the target drops it
 * because another of its actions has thrown.
 */
class Turn implements Unsubscribable {
  readonly #target: SchedulerLike;
  readonly #run: () => void;
  readonly #due: number;
  #delay: number;
  #isAsking = false;
  #mayBeginWhileAsking = false;
  #isOver = false;
  #action: Subscription | undefined;

  constructor(target: SchedulerLike, run: () => void, delay: number) {
    this.#target = target;
    this.#run = run;
    this.#delay = delay;
    this.#due = delay > 0 ? target.now() + delay : 0;
  }

  ask(): void {
    this.#isAsking = true;
    try {
      this.#watch(this.#target.schedule(this.#begin, this.#delay));
    } catch (error) {
      reportUnhandledError(error);
      this.#beginWithoutTarget();
    }
    this.#isAsking = false;
  }

  askInMicrotask(): void {
    queueMicrotask(() => {
      if (this.#isOver) return;
      this.#mayBeginWhileAsking = true;
      this.#delay = Math.max(0, this.#due - this.#target.now());
      this.ask();
    });
  }

  unsubscribe(): void {
    this.#isOver = true;
    this.#action?.unsubscribe();
  }

  readonly #begin = (): void => {
    if (this.#isOver) return;
    if (this.#isAsking && !this.#mayBeginWhileAsking) {
      this.askInMicrotask();
      return;
    }
    this.unsubscribe();
    this.#run();
  };

  /** A closed action proves nothing: the target may have run it, or may not let it be dropped. */
  #watch(action: Subscription): void {
    this.#action = action;
    if (this.#isOver) action.unsubscribe();
    else if (!action.closed) {
      action.add(() => {
        if (!this.#isOver) this.askInMicrotask();
      });
    }
  }

  #beginWithoutTarget(): void {
    this.#mayBeginWhileAsking = true;
    queueMicrotask(this.#begin);
  }
}

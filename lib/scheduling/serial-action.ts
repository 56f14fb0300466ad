import { Subscription, type SchedulerAction, type Unsubscribable } from 'rxjs';

/** The queue of a {@link SerialAction}: joined at once, or when a delay in milliseconds has passed. */
export interface ActionQueue {
  enqueue(work: () => void): void;
  enqueueAfter(delay: number, work: () => void): Unsubscribable;
}

/** Work that can be scheduled again, from inside itself too, and dropped: RxJS's `SchedulerAction`. */
export class SerialAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #queue: ActionQueue;
  #work: ((this: SchedulerAction<T>, state?: T) => void) | undefined;
  #state: T | undefined;
  #timer: Unsubscribable | undefined;
  /** Number of the latest scheduling; an earlier turn that comes later does nothing. */
  #turn = 0;

  constructor(queue: ActionQueue, work: (this: SchedulerAction<T>, state?: T) => void) {
    super();
    this.#queue = queue;
    this.#work = work;
  }

  /** Schedules the work, in place of a turn that has not come yet. Does nothing once unsubscribed. */
  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#dropTurn();
    this.#state = state;
    const turn = this.#turn;
    const run = (): void => {
      if (turn === this.#turn) this.#execute();
    };
    if (delay > 0) this.#timer = this.#queue.enqueueAfter(delay, run);
    else this.#queue.enqueue(run);
    return this;
  }

  override unsubscribe(): void {
    if (this.closed) return;
    this.#dropTurn();
    this.#work = undefined;
    this.#state = undefined;
    super.unsubscribe();
  }

  #dropTurn(): void {
    this.#turn += 1;
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }

  #execute(): void {
    this.#timer = undefined;
    try {
      this.#work?.call(this, this.#state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  }
}

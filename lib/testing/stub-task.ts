import type { SchedulerLike, Subscription } from 'rxjs';
import type { SendPhase } from '../message/request-info.js';
import type { TransportTask } from '../transport/transport.js';
import type { TransactionTimings } from '../message/task-metrics.js';

/** Step of a task, after a delay in milliseconds or right after the step before it. */
export interface StubStep {
  readonly delay: number | undefined;
  perform(): void;
}

/** A task that does its steps in order; while it is suspended time passes, and nothing is done. */
export class StubTask implements TransportTask {
  readonly timings: TransactionTimings = {};
  readonly isReusedConnection = false;
  sendPhase: SendPhase = 'nothing';

  readonly #scheduler: SchedulerLike;
  #steps: StubStep[] = [];
  #wait: Subscription | undefined;
  #isDue = false;
  #isPerforming = false;
  #isSuspended = false;
  #isOver = false;
  #resumed: (() => void)[] = [];

  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Does these steps, unless it is over already. */
  perform(steps: readonly StubStep[]): void {
    if (this.#isOver) return;
    this.#steps = [...steps];
    this.#proceed();
  }

  /** Comes true when bytes may move: at once unless suspended; false when it is over. */
  async mayMove(): Promise<boolean> {
    while (this.#isSuspended && !this.#isOver) {
      await new Promise<void>((resolve) => this.#resumed.push(resolve));
    }
    return !this.#isOver;
  }

  mark(phase: keyof TransactionTimings): void {
    this.timings[phase] = this.#scheduler.now();
  }

  resume(): void {
    this.#isSuspended = false;
    this.#releaseWaiting();
    this.#proceed();
  }

  suspend(): void {
    this.#isSuspended = true;
  }

  cancel(): void {
    this.#isOver = true;
    this.#steps = [];
    this.#wait?.unsubscribe();
    this.#releaseWaiting();
  }

  discard(): void {
    this.cancel();
  }

  #releaseWaiting(): void {
    for (const resolve of this.#resumed.splice(0)) resolve();
  }

  #proceed(): void {
    if (this.#isPerforming || this.#wait) return;
    this.#isPerforming = true;
    while (this.#mayPerform()) {
      this.#isDue = false;
      this.#steps.shift()?.perform();
    }
    this.#isPerforming = false;
  }

  #mayPerform(): boolean {
    const step = this.#steps[0];
    if (step === undefined || this.#isSuspended) return false;
    if (step.delay === undefined || this.#isDue) return true;
    this.#waitFor(step.delay);
    return false;
  }

  #waitFor(delay: number): void {
    this.#wait = this.#scheduler.schedule(() => {
      this.#wait = undefined;
      this.#isDue = true;
      this.#proceed();
    }, delay);
  }
}

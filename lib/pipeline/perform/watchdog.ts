import type { SchedulerLike, Subscription } from 'rxjs';

/** Which limit has passed: nothing moved for too long, or the whole took too long. */
export type ExpiredLimit = 'silence' | 'resource';

/**
 * Keeps both time limits of an exchange with one action on the rootQueue, armed again for what is left when it
 * fires early. Limits are milliseconds; `Infinity` is none.
 */
export class Watchdog {
  readonly #queue: SchedulerLike;
  readonly #expired: (limit: ExpiredLimit) => void;
  readonly #resourceLimit: number;
  #resourceDeadline = Infinity;
  #silence = Infinity;
  #isSuspended = false;
  #lastSign = 0;
  #armed: Subscription | undefined;
  #armedFor = Infinity;

  constructor(queue: SchedulerLike, resourceLimit: number, expired: (limit: ExpiredLimit) => void) {
    this.#queue = queue;
    this.#expired = expired;
    this.#resourceLimit = resourceLimit;
  }

  /** From now on, silence of this length is too long. */
  watchSilence(limit: number): void {
    this.#silence = limit;
    this.#isSuspended = false;
    this.sawSign();
    this.#arm();
  }

  /** Silence is no matter any more: nothing is expected to move. */
  ignoreSilence(): void {
    this.#silence = Infinity;
  }

  /** Nothing is meant to move until `resume()`. */
  suspend(): void {
    this.#isSuspended = true;
  }

  resume(): void {
    if (!this.#isSuspended) return;
    this.#isSuspended = false;
    this.sawSign();
    this.#arm();
  }

  /** Bytes moved. */
  sawSign(): void {
    this.#lastSign = this.#queue.now();
  }

  /** The whole begins now, unless it has begun before. */
  start(): void {
    if (this.#resourceDeadline < Infinity) return;
    this.#resourceDeadline = this.#queue.now() + this.#resourceLimit;
    this.#arm();
  }

  stop(): void {
    this.#armed?.unsubscribe();
    this.#armed = undefined;
  }

  get #silenceDeadline(): number {
    return this.#isSuspended ? Infinity : this.#lastSign + this.#silence;
  }

  #arm(): void {
    const deadline = Math.min(this.#resourceDeadline, this.#silenceDeadline);
    if (deadline === Infinity) return;
    if (this.#armed !== undefined && this.#armedFor <= deadline) return;
    this.stop();
    this.#armedFor = deadline;
    const delay = Math.max(0, deadline - this.#queue.now());
    this.#armed = this.#queue.schedule(() => {
      this.#fired();
    }, delay);
  }

  #fired(): void {
    this.#armed = undefined;
    const now = this.#queue.now();
    if (now >= this.#resourceDeadline) {
      this.#expired('resource');
      return;
    }
    const isSilent = now >= this.#silenceDeadline;
    if (isSilent) this.ignoreSilence();
    this.#arm();
    if (isSilent) this.#expired('silence');
  }
}

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
  #suspended: number | undefined;
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
    this.#suspended = undefined;
    this.#silence = limit;
    this.#lastSign = this.#queue.now();
    this.#arm();
  }

  /** Silence is no matter any more: the task is suspended, or over. */
  ignoreSilence(): void {
    this.#silence = Infinity;
  }

  /** Bytes are not meant to move until `resume()`. */
  suspend(): void {
    this.#suspended ??= this.#silence;
    this.ignoreSilence();
  }

  resume(): void {
    const limit = this.#suspended;
    this.#suspended = undefined;
    if (limit !== undefined && limit !== Infinity) this.watchSilence(limit);
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

  #arm(): void {
    const deadline = this.#deadline();
    if (deadline === Infinity) return;
    if (this.#armed !== undefined && this.#armedFor <= deadline) return;
    this.stop();
    this.#armedFor = deadline;
    const delay = Math.max(0, Math.min(deadline - this.#queue.now(), LONGEST_DELAY));
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
    const isSilent = now >= this.#lastSign + this.#silence;
    if (isSilent) this.ignoreSilence();
    this.#arm();
    if (isSilent) this.#expired('silence');
  }

  #deadline(): number {
    return Math.min(this.#resourceDeadline, this.#lastSign + this.#silence);
  }
}

/** The longest that timers of the platforms can be set to: 2^31 - 1 ms. */
const LONGEST_DELAY = 2_147_483_647;

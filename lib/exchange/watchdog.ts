import type { Deadline, Deadlines } from '../scheduling/deadlines.js';

/** Which limit has passed: nothing moved for too long, or the whole took too long. */
export type ExpiredLimit = 'silence' | 'resource';

/** Told when a limit has passed. */
export interface WatchdogOwner {
  didExpire(limit: ExpiredLimit): void;
  /** True while the message waits for one of the session's own connections: that is no silence of a server. */
  readonly isQueued: boolean;
}

/**
 * Keeps both time limits of an exchange as one deadline among those of its session, which is looked at when it is due
 * and waits on when something has moved meanwhile. Limits are milliseconds; `Infinity` is none.
 */
export class Watchdog implements Deadline {
  due = Infinity;
  place = -1;
  order = 0;
  readonly #deadlines: Deadlines;
  readonly #owner: WatchdogOwner;
  #resourceDeadline = Infinity;
  #silence = Infinity;
  #isSuspended = false;
  #lastSign = 0;

  constructor(deadlines: Deadlines, owner: WatchdogOwner) {
    this.#deadlines = deadlines;
    this.#owner = owner;
  }

  /** From now on, silence of this length is too long. */
  watchSilence(limit: number): void {
    this.#silence = limit;
    this.#isSuspended = false;
    this.sawSign();
    this.#wait();
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
    this.#wait();
  }

  /** Bytes moved. */
  sawSign(): void {
    this.#lastSign = this.#deadlines.now();
  }

  /** The whole begins now, unless it has begun before, and may take so long. */
  start(resourceLimit: number): void {
    if (this.#resourceDeadline < Infinity) return;
    this.#resourceDeadline = this.#deadlines.now() + resourceLimit;
    this.#wait();
  }

  stop(): void {
    this.#deadlines.remove(this);
  }

  passed(): void {
    const now = this.#deadlines.now();
    this.due = Infinity;
    if (now >= this.#resourceDeadline) {
      this.#owner.didExpire('resource');
      return;
    }
    if (this.#owner.isQueued) this.sawSign();
    const isSilent = now >= this.#silenceDeadline;
    if (isSilent) this.ignoreSilence();
    this.#wait();
    if (isSilent) this.#owner.didExpire('silence');
  }

  get #silenceDeadline(): number {
    return this.#isSuspended ? Infinity : this.#lastSign + this.#silence;
  }

  /** No later than the earlier of both; what waits already for an earlier time finds out then. */
  #wait(): void {
    const due = Math.min(this.#resourceDeadline, this.#silenceDeadline);
    if (due === Infinity || (this.place >= 0 && this.due <= due)) return;
    this.stop();
    this.due = due;
    this.#deadlines.add(this);
  }
}

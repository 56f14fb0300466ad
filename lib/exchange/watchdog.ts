import type { Deadline, Deadlines } from '../scheduling/deadlines.js';

/** A limit that has passed: nothing moved for too long, or the whole took too long. */
export type ExpiredLimit = 'silence' | 'resource';

/** Receiver of the limits that pass. */
export interface WatchdogOwner {
  didExpire(limit: ExpiredLimit): void;
  /** True while the message waits for one of the session's own connections: that is no silence of a server. */
  readonly isQueued: boolean;
}

/**
 * Both time limits of an exchange, as one deadline among those of its session. When it is due and something has moved
 * meanwhile, it waits on. Limits are milliseconds; `Infinity` is none.
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

  /** Begins to watch for silence of this length, in milliseconds. */
  watchSilence(limit: number): void {
    this.#silence = limit;
    this.#isSuspended = false;
    this.sawSign();
    this.#wait();
  }

  /** Stops watching for silence: nothing is expected to move. */
  ignoreSilence(): void {
    this.#silence = Infinity;
  }

  /** Pauses the watch for silence until `resume()`. */
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

  /** Starts the limit of the whole, in milliseconds, unless it has been started before. */
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

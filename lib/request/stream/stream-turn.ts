import { Subscription } from 'rxjs';
import { StreamFailure, type StreamEntry } from '../../serializers/data-stream-serializer.js';
import type { StreamBatch, StreamSink } from './stream-source.js';

/** Conditions under which a turn passes values to a sink. */
export interface TurnHooks<T> {
  readonly sink: StreamSink<T>;
  /** True once the rest of the values is not wanted. */
  readonly isGivenUp: boolean;
  /** True while something has to happen ahead of each value, so that `deliverEntry` is called for each. */
  readonly deliversEach: boolean;
  /** Runs `work` ahead of which something has to happen, where the listener wants it, unless the turn ends before. */
  deliverEntry(entry: StreamEntry<T>, work: () => void, turn: Subscription): void;
  /** Runs work in the async context of the listener. */
  inContext(work: () => void): void;
  /** A failure was passed to the sink. */
  didFail(): void;
  /** Runs work on the rootQueue, synchronously if that is current. */
  onRootQueue(work: () => void): void;
}

/**
 * Passes the values of one chunk to a sink, each when the one before was taken, and ends when all were. The stack does
 * not grow with the number of values, and values that are taken synchronously cost no closure each.
 */
export class StreamTurn<T> extends Subscription implements StreamBatch<T> {
  entries: readonly StreamEntry<T>[] = [];
  readonly #hooks: TurnHooks<T>;
  #next = 0;
  #isTaken = true;
  #isPassing = false;

  constructor(hooks: TurnHooks<T>, taken: () => void) {
    super(taken);
    this.#hooks = hooks;
  }

  get isOver(): boolean {
    return this.closed || this.#hooks.isGivenUp;
  }

  start(entries: readonly StreamEntry<T>[]): void {
    const { sink, deliversEach } = this.#hooks;
    this.entries = entries;
    if (entries.length > 0 && !deliversEach && sink.takeBatch !== undefined && !this.isOver) {
      this.#next = entries.length;
      this.#isTaken = false;
      sink.takeBatch(this);
    } else this.#proceed();
  }

  finish(): void {
    this.#taken();
  }

  /** Passed to the sink with each value. */
  readonly #taken = (): void => {
    if (this.#isPassing) this.#isTaken = true;
    else this.#hooks.onRootQueue(this.#resume);
  };

  readonly #resume = (): void => {
    if (this.closed) return;
    this.#isTaken = true;
    this.#proceed();
  };

  #proceed(): void {
    if (this.#isPassing) return;
    this.#isPassing = true;
    while (this.#hasNext) {
      if (this.#hooks.deliversEach) this.#deliverNext();
      else this.#hooks.inContext(this.#passAll);
    }
    this.#isPassing = false;
    if (this.#isTaken && this.#next >= this.entries.length) this.unsubscribe();
  }

  get #hasNext(): boolean {
    return this.#isTaken && this.#next < this.entries.length && !this.isOver;
  }

  readonly #passAll = (): void => {
    while (this.#hasNext) this.#pass(this.#takeNext());
  };

  #deliverNext(): void {
    const entry = this.#takeNext();
    const work = (): void => {
      this.#pass(entry);
    };
    this.#hooks.deliverEntry(entry, work, this);
  }

  #takeNext(): StreamEntry<T> {
    const entry = this.entries[this.#next] as StreamEntry<T>;
    this.#next += 1;
    this.#isTaken = false;
    return entry;
  }

  #pass(entry: StreamEntry<T>): void {
    const { sink } = this.#hooks;
    if (!(entry instanceof StreamFailure)) {
      sink.next(entry, this.#taken);
      return;
    }
    sink.fail(entry.error, this.#taken);
    this.#hooks.didFail();
  }
}

import { Observable, Subject } from 'rxjs';
import { finishedProgress, progressOf, type Progress } from '../message/progress.js';
import type { ProgressSink } from '../exchange/exchange.js';

/** Keeps how far a body has come, and tells those who watch: what it is now, then each change, then the end. */
export class ProgressTracker implements ProgressSink {
  #completed = 0;
  #total: number | undefined;
  #isFinished = false;
  #watchers: Subject<Progress> | undefined;
  #hasEnded = false;

  constructor(
    /** Whether there is a current value before anything has moved. */
    private readonly startsAtZero: boolean,
  ) {}

  /** The current value first, and completes with the request. */
  get changes(): Observable<Progress> {
    return new Observable((subscriber) => {
      if (this.#hasValue) subscriber.next(this.current);
      if (this.#hasEnded) subscriber.complete();
      else return (this.#watchers ??= new Subject()).subscribe(subscriber);
      return undefined;
    });
  }

  get current(): Progress {
    return this.#isFinished ? finishedProgress(this.#completed) : progressOf(this.#completed, this.#total);
  }

  get isObserved(): boolean {
    return this.#watchers?.observed ?? false;
  }

  update(completed: number, total: number | undefined): void {
    this.#completed = completed;
    this.#total = total;
    this.#isFinished = false;
    this.#tell();
  }

  /** All there is has come; nothing, where nothing was to come. */
  finish(): void {
    if (!this.#hasValue) return;
    this.#isFinished = true;
    this.#tell();
  }

  /** Another attempt begins. */
  reset(): void {
    this.#completed = 0;
    this.#total = undefined;
    this.#isFinished = false;
  }

  /** The request is over. */
  end(): void {
    this.#hasEnded = true;
    this.#watchers?.complete();
    this.#watchers = undefined;
  }

  get #hasValue(): boolean {
    return this.startsAtZero || this.#completed > 0 || this.#total !== undefined;
  }

  #tell(): void {
    if (this.isObserved) this.#watchers?.next(this.current);
  }
}

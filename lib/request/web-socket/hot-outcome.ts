import { Observable, Subject, type Subscriber, type Subscription } from 'rxjs';
import type { RunInContext } from '../../answers/context.js';
import type { SessionError } from '../../errors/session-error.js';
import { Result } from '../../message/result.js';

/**
 * Outcome of work that runs with or without subscribers: one value or one error, replayed to later subscribers in the
 * async context of each. An error without a subscriber is not reported as unhandled.
 */
export class HotOutcome<T> {
  readonly observable = new Observable<T>((subscriber) => this.#listen(subscriber));
  readonly #captureContext: () => RunInContext;
  #result: Result<T> | undefined;
  /** Notified of the result. Created with the first subscriber that comes before it. */
  #pending: Subject<void> | undefined;

  constructor(captureContext: () => RunInContext) {
    this.#captureContext = captureContext;
  }

  /** True while a subscriber waits for the result. */
  get isAwaited(): boolean {
    return this.#pending !== undefined;
  }

  succeed(value: T): void {
    this.#settle(Result.success(value));
  }

  fail(error: SessionError): void {
    this.#settle(Result.failure(error));
  }

  #listen(subscriber: Subscriber<T>): Subscription | undefined {
    const runInContext = this.#captureContext();
    const notify = (): void => {
      runInContext(() => {
        tell(subscriber, this.#result);
      });
    };
    if (this.#result === undefined) return (this.#pending ??= new Subject()).subscribe(notify);
    notify();
    return undefined;
  }

  #settle(result: Result<T>): void {
    if (this.#result !== undefined) return;
    this.#result = result;
    this.#pending?.next();
    this.#pending = undefined;
  }
}

function tell<T>(subscriber: Subscriber<T>, result: Result<T> | undefined): void {
  if (result?.kind === 'failure') subscriber.error(result.error);
  else if (result !== undefined) {
    subscriber.next(result.value);
    subscriber.complete();
  }
}

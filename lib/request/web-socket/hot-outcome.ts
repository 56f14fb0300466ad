import { AsyncSubject, type Observable } from 'rxjs';
import type { RunInContext } from '../../answers/context.js';
import type { SessionError } from '../../errors/session-error.js';
import { toldInContext } from '../told-in-context.js';

/**
 * Outcome of work that runs with or without subscribers: one value or one error, replayed to later subscribers in the
 * async context of each. An error without a subscriber is not reported as unhandled.
 */
export class HotOutcome<T> {
  readonly observable: Observable<T>;
  readonly #subject = new AsyncSubject<T>();

  constructor(captureContext: () => RunInContext) {
    this.observable = toldInContext(this.#subject, captureContext);
  }

  succeed(value: T): void {
    this.#subject.next(value);
    this.#subject.complete();
  }

  fail(error: SessionError): void {
    this.#subject.error(error);
  }
}

import { AsyncSubject, type Observable } from 'rxjs';
import type { RunInContext } from '../../answers/context.js';
import type { SessionError } from '../../errors/session-error.js';
import { toldInContext } from '../told-in-context.js';

/**
 * What comes of something that happens whether or not anybody listens: one value, or an error, told to whoever
 * listens, where they listen, and again to those who come later. An error that nobody hears is no unhandled one.
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

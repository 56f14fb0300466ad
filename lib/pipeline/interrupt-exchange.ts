import { Observable, type MonoTypeOperatorFunction, Subscription } from 'rxjs';
import type { SessionError } from '../errors/session-error.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';

export interface Interruptible {
  /** Called with what interrupts the exchange, such as a cancellation. */
  onInterruption: ((error: SessionError) => void) | undefined;
}

/** Stops everything that stands before it when the exchange is interrupted, and goes on with `outcome` instead. */
export function interruptExchange<Final>(
  x: Interruptible,
  outcome: (error: SessionError) => Observable<Final>,
): MonoTypeOperatorFunction<Final> {
  return (exchange) =>
    new Observable((out) => {
      let current = new Subscription();
      const goOnWith = (source: Observable<Final>): void => {
        const before = current;
        const next = new Subscription();
        current = next;
        reportingFailure(() => {
          before.unsubscribe();
        });
        const subscription = source.subscribe({
          next: (final) => {
            out.next(final);
          },
          error: (error: unknown) => {
            out.error(error);
          },
        });
        next.add(subscription);
      };
      x.onInterruption = (error) => {
        goOnWith(outcome(error));
      };
      goOnWith(exchange);
      return () => {
        x.onInterruption = undefined;
        current.unsubscribe();
      };
    });
}

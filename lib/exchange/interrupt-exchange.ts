import { Observable, type MonoTypeOperatorFunction, Subscription } from 'rxjs';
import type { SessionError } from '../errors/session-error.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';

export interface Interruptible {
  /** What runs of the exchange; undefined before and after. */
  route: RunningRoute | undefined;
}

export interface RunningRoute {
  /** Goes on with the error, such as a cancellation, from wherever it stands. */
  interrupt(error: SessionError): void;
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
      x.route = {
        interrupt: (error) => {
          goOnWith(outcome(error));
        },
      };
      goOnWith(exchange);
      return () => {
        x.route = undefined;
        current.unsubscribe();
      };
    });
}

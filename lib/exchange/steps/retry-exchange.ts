import { Observable, type OperatorFunction, Subscription } from 'rxjs';
import type { ExchangeBase } from '../exchange-base.js';
import type { RetryVerdict } from '../verdict.js';

export interface ExchangeRetrying extends ExchangeBase {
  /** Forgets what the failed attempt has left behind. */
  prepareForRetry(): void;
}

/**
 * Does everything that stands before it again for each verdict to retry: after its delay on the rootQueue, and
 * never before the platform had a turn, so that endless retrying starves nobody. Other verdicts pass.
 */
export function retryExchange<Final extends { readonly kind: string }>(
  x: ExchangeRetrying,
): OperatorFunction<RetryVerdict | Final, Final> {
  return (exchange) =>
    new Observable((out) => {
      let current = new Subscription();
      const isRetry = (verdict: RetryVerdict | Final): verdict is RetryVerdict => verdict.kind === 'retry';
      const run = (): void => {
        const attempt = new Subscription();
        current = attempt;
        const subscription = exchange.subscribe({
          next: (verdict) => {
            if (isRetry(verdict)) again(verdict.delay);
            else out.next(verdict);
          },
          error: (error: unknown) => {
            out.error(error);
          },
        });
        attempt.add(subscription);
      };
      const again = (delay: number): void => {
        current.unsubscribe();
        current = afterDelay(x, delay, () => {
          x.prepareForRetry();
          run();
        });
      };
      run();
      return () => {
        current.unsubscribe();
      };
    });
}

function afterDelay({ session: { rootQueue } }: ExchangeBase, delay: number, work: () => void): Subscription {
  return delay > 0 ? rootQueue.schedule(work, delay) : rootQueue.scheduleMacrotask(work);
}

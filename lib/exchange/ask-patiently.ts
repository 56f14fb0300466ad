import { Subscription } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import { ask } from './ask.js';
import type { ExchangeBase } from './exchange-base.js';

/** Milliseconds; removing a file takes one or two. */
const PATIENCE = 1000;

/**
 * Has something cleaned up, and goes on when it is done. Failing to is no failure, and what takes too long is left to
 * itself: nobody's response waits for it.
 */
export function askPatiently(x: ExchangeBase, cleanUp: () => Answer<void>, goOn: () => void): Subscription {
  const { rootQueue } = x.session;
  const waiting = new Subscription();
  const done = (): void => {
    if (waiting.closed) return;
    waiting.unsubscribe();
    goOn();
  };
  const whole = new Subscription();
  whole.add(waiting);
  whole.add(ask(x, rootQueue, cleanUp, done, done));
  if (!waiting.closed) waiting.add(rootQueue.schedule(done, PATIENCE));
  return whole;
}

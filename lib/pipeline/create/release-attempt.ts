import { type OperatorFunction, Subscription } from 'rxjs';
import type { Answer } from '../../contracts/answer.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import { stage } from '../stage.js';

export interface AttemptRelease extends ExchangeBase {
  /** Gives up what the attempt occupies, such as a temporary file, however it has ended; undefined without any. */
  readonly releaseAttempt: (() => Answer<void>) | undefined;
}

/**
 * Lets nothing go on before what the attempt occupied is gone. Failing to is no failure, and what takes too long is
 * left to itself: nobody's response waits for it.
 */
export function releaseAttempt<T>(x: AttemptRelease): OperatorFunction<T, T> {
  return stage((passing, out) => {
    const { rootQueue } = x.session;
    const { releaseAttempt: release } = x;
    if (release === undefined) {
      out.next(passing);
      return;
    }
    const waiting = new Subscription();
    const goOn = (): void => {
      if (waiting.closed) return;
      waiting.unsubscribe();
      out.next(passing);
    };
    const stop = ask(x, rootQueue, release, goOn, goOn);
    if (!waiting.closed) waiting.add(rootQueue.schedule(goOn, PATIENCE));
    out.add(stop);
    return waiting;
  });
}

/** Milliseconds; removing a file takes one or two. */
const PATIENCE = 1000;

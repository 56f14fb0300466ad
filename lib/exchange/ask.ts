import { Subscription, type TeardownLogic } from 'rxjs';
import { awaitAnswer, type Answer } from '../answers/answer.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { RunInContext } from '../answers/context.js';

/** The queue and the async context of a request. */
export interface AskingExchange {
  readonly session: { readonly rootQueue: SerialScheduler };
  /** The async context the request was made in. */
  readonly runInContext: RunInContext;
}

/**
 * Asks user code a question on `queue`, in the context the request was made in, and goes on with the answer on
 * the rootQueue. Gives back what stops waiting: no answer arrives after it. A throw in what goes on with the
 * answer fails as the question would; what user code throws when it is left is reported, and holds nobody up.
 */
export function ask<T>(
  x: AskingExchange,
  queue: SerialScheduler,
  question: () => Answer<T>,
  answered: (answer: T) => void,
  failed: (error: unknown) => void,
): TeardownLogic {
  const { rootQueue } = x.session;
  const waiting = new Subscription();
  const goOn = (work: () => void): void => {
    const unlessStopped = (): void => {
      if (!waiting.closed) work();
    };
    if (rootQueue.isCurrent) unlessStopped();
    else rootQueue.enqueue(unlessStopped);
  };
  const proceed = (answer: T): void => {
    try {
      answered(answer);
    } catch (error) {
      failed(error);
    }
  };
  const put = (): void => {
    if (waiting.closed) return;
    const asking = new Asking(goOn);
    // what is answered by an Observable happens where it is subscribed to
    const stop = x.runInContext(() =>
      awaitAnswer(
        question,
        (answer) => {
          asking.settle(proceed, answer);
        },
        (error) => {
          asking.settle(failed, error);
        },
      ),
    );
    // at once when asking has itself led to the end of the waiting
    waiting.add(() => {
      reportingFailure(stop);
    });
    asking.leave();
  };
  if (queue === rootQueue && rootQueue.isCurrent) put();
  else queue.enqueue(put);
  return () => {
    waiting.unsubscribe();
  };
}

/** Keeps what follows from an answer out of the context that it was asked for in. */
class Asking {
  #isOver = false;
  #settled: (() => void) | undefined;

  constructor(private readonly goOn: (work: () => void) => void) {}

  settle<T>(tell: (outcome: T) => void, outcome: T): void {
    const work = (): void => {
      tell(outcome);
    };
    if (this.#isOver) this.goOn(work);
    else this.#settled = work;
  }

  leave(): void {
    this.#isOver = true;
    if (this.#settled !== undefined) this.goOn(this.#settled);
  }
}

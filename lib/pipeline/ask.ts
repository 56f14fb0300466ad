import type { TeardownLogic } from 'rxjs';
import { awaitAnswer, type Answer, type StopWaiting } from '../contracts/answer.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { ExchangeBase } from './exchange-base.js';

/**
 * Asks user code a question on `queue`, in the context the request was made in, and goes on with the answer on
 * the rootQueue. Gives back what stops waiting: no answer arrives after it. A throw in what goes on with the
 * answer fails as the question would.
 */
export function ask<T>(
  x: ExchangeBase,
  queue: SerialScheduler,
  question: () => Answer<T>,
  answered: (answer: T) => void,
  failed: (error: unknown) => void,
): TeardownLogic {
  const { rootQueue } = x.session;
  let isWaiting = true;
  let stop: StopWaiting | undefined;
  const goOn = (work: () => void): void => {
    const unlessStopped = (): void => {
      if (isWaiting) work();
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
    if (!isWaiting) return;
    stop = awaitAnswer(
      () => x.runInContext(question),
      (answer) => {
        goOn(() => {
          proceed(answer);
        });
      },
      (error) => {
        goOn(() => {
          failed(error);
        });
      },
    );
    // asking may itself have led to the end of the waiting
    if (!isWaiting) stop();
  };
  if (queue === rootQueue && rootQueue.isCurrent) put();
  else queue.enqueue(put);
  return () => {
    isWaiting = false;
    stop?.();
  };
}

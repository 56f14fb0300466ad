import { Observable, type Subscriber } from 'rxjs';
import { awaitAnswer, isDeferred, type Answer, type Deferred, type StopWaiting } from './answer.js';
import type { RunInContext } from './context.js';
import { currentContext } from './async-context.js';

/** A list of extensions to be asked one after the other. */
export interface AnswerFold<Step, T> {
  readonly steps: readonly Step[];
  /** Input of the first step, and the result when there are no steps. */
  readonly initial: T;
  /** Asks one, given the answer of the one before. */
  ask(step: Step, value: T): Answer<T>;
  /** Ends the fold early when it returns true. Never by default. */
  isFinal?(value: T): boolean;
}

/**
 * The last answer of a list of extensions, each asked with the answer of the one before; the first failure
 * ends it. At once when all answer at once, else an Observable: unsubscribing from it asks no further one. Each is
 * asked in the context of the first. The stack does not grow with the list.
 */
export function foldAnswers<Step, T>(fold: AnswerFold<Step, T>): Answer<T> {
  const progress = advance(fold, { asked: 0, value: fold.initial });
  return progress.deferred === undefined ? progress.value : laterAnswer(fold, progress, currentContext());
}

function laterAnswer<Step, T>(
  fold: AnswerFold<Step, T>,
  progress: FoldProgress<T>,
  runInContext: RunInContext,
): Observable<T> {
  const ask: typeof fold.ask = (step, value) => runInContext(() => fold.ask(step, value));
  return new Observable((subscriber) => follow({ ...fold, ask }, progress, subscriber));
}

interface FoldProgress<T> {
  readonly asked: number;
  readonly value: T;
  /** Pending answer of the last step, if it did not answer at once. */
  readonly deferred?: Deferred<T> | undefined;
}

/** Asks on as long as the answers come at once. */
function advance<Step, T>(fold: AnswerFold<Step, T>, from: FoldProgress<T>): FoldProgress<T> {
  let { asked, value } = from;
  while (asked < fold.steps.length && (asked === 0 || fold.isFinal?.(value) !== true)) {
    const answer = fold.ask(fold.steps[asked] as Step, value);
    asked += 1;
    if (isDeferred(answer)) return { asked, value, deferred: answer };
    value = answer;
  }
  return { asked, value };
}

/**
 * Waits for each deferred answer. Answers that arrive during subscription are consumed in a loop, so that the stack
 * does not grow.
 */
function follow<Step, T>(
  fold: AnswerFold<Step, T>,
  from: FoldProgress<T>,
  subscriber: Subscriber<T>,
): StopWaiting {
  let progress = from;
  let isDriving = false;
  let stop: StopWaiting = () => undefined;
  const failed = (error: unknown): void => {
    subscriber.error(error);
  };
  const drive = (): void => {
    isDriving = true;
    while (progress.deferred !== undefined && !subscriber.closed) {
      const { asked, deferred } = progress;
      const waiting = progress;
      stop = awaitAnswer(() => deferred, answered(asked), failed);
      if (progress === waiting) break;
    }
    isDriving = false;
    if (progress.deferred === undefined) finish(subscriber, progress.value);
  };
  const answered = (asked: number) => (value: T) => {
    try {
      progress = advance(fold, { asked, value });
    } catch (error) {
      failed(error);
      return;
    }
    if (!isDriving) drive();
  };
  drive();
  return () => {
    stop();
  };
}

function finish<T>(subscriber: Subscriber<T>, value: T): void {
  subscriber.next(value);
  subscriber.complete();
}

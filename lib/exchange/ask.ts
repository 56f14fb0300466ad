import { Subscription, type Unsubscribable } from 'rxjs';
import type { RunInContext } from '../answers/context.js';
import { awaitAnswer, isDeferred, type Answer } from '../answers/answer.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';

/** Stops what a step waits for: no move follows. */
export type Stop = Unsubscribable | (() => void);

/** Queue and async context of a request. */
export interface AskingExchange {
  readonly session: { readonly rootQueue: SerialScheduler };
  /** Async context that the request was created in. */
  readonly runInContext: RunInContext;
}

/**
 * Asks user code a question on `queue`, in the async context of the request. Continues on the rootQueue, outside of that
 * context, with `answered` or `failed`: at once if the answer is a value and the rootQueue is running.
 *
 * Returns what stops waiting, also for what `answered` and `failed` wait for. An exception of `answered` goes to
 * `failed`. An exception of user code that is being stopped is reported.
 */
export function ask<T>(
  x: AskingExchange,
  queue: SerialScheduler,
  question: () => Answer<T>,
  answered: (answer: T) => Stop | void,
  failed: (cause: unknown) => Stop | void,
): Stop | void {
  const { rootQueue } = x.session;
  if (queue !== rootQueue || !rootQueue.isCurrent) {
    const waiting = new OpenQuestion(x, answered, failed);
    queue.enqueue(() => {
      waiting.ask(question);
    });
    return waiting;
  }
  try {
    const answer = x.runInContext(question);
    if (!isDeferred(answer)) return answered(answer);
    const waiting = new OpenQuestion(x, answered, failed);
    waiting.ask(() => answer);
    return waiting;
  } catch (cause) {
    return failed(cause);
  }
}

/** A question whose answer is awaited. */
class OpenQuestion<T> implements Unsubscribable {
  readonly #waiting = new Subscription();
  /** Continuation of an answer that arrives while the question is being asked: it leaves the context first. */
  #settled: (() => void) | undefined;
  #isAsking = false;

  constructor(
    private readonly x: AskingExchange,
    private readonly answered: (answer: T) => Stop | void,
    private readonly failed: (cause: unknown) => Stop | void,
  ) {}

  unsubscribe(): void {
    this.#waiting.unsubscribe();
  }

  ask(question: () => Answer<T>): void {
    if (this.#waiting.closed) return;
    this.#isAsking = true;
    const stop = this.x.runInContext(() =>
      awaitAnswer(
        question,
        (answer) => {
          this.#settle(() => this.#proceed(answer));
        },
        (cause) => {
          this.#settle(() => this.failed(cause));
        },
      ),
    );
    this.#isAsking = false;
    this.#waiting.add(() => {
      reportingFailure(stop);
    });
    const settled = this.#settled;
    if (settled !== undefined) this.#onRootQueue(settled);
  }

  #proceed(answer: T): Stop | void {
    try {
      return this.answered(answer);
    } catch (cause) {
      return this.failed(cause);
    }
  }

  #settle(proceed: () => Stop | void): void {
    const settled = (): void => {
      if (this.#waiting.closed) return;
      const stop = proceed();
      if (stop !== undefined) this.#waiting.add(stop);
    };
    if (this.#isAsking) this.#settled = settled;
    else this.#onRootQueue(settled);
  }

  #onRootQueue(work: () => void): void {
    const { rootQueue } = this.x.session;
    if (rootQueue.isCurrent) work();
    else rootQueue.enqueue(work);
  }
}

/** Milliseconds; removing a file takes one or two. */
const CLEAN_UP_LIMIT = 1000;

/**
 * Has something cleaned up, then continues with `done`. Failing to is no failure, and what takes longer than a second
 * is not waited for: no response is held up.
 */
export function cleanUp(x: AskingExchange, work: () => Answer<void>, done: () => void): Stop | void {
  const { rootQueue } = x.session;
  const waiting = new Subscription();
  const finish = (): void => {
    if (waiting.closed) return;
    waiting.unsubscribe();
    done();
  };
  const stop = ask(x, rootQueue, work, finish, finish);
  if (waiting.closed) return undefined;
  if (stop !== undefined) waiting.add(stop);
  waiting.add(rootQueue.schedule(finish, CLEAN_UP_LIMIT));
  return waiting;
}

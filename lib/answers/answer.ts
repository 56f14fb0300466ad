import { isObservable, Observable, take } from 'rxjs';

/**
 * Answer of an extension: a value now, a promise, or an Observable. The first value of an Observable is the answer;
 * the subscription ends with it.
 */
export type Answer<T> = T | Deferred<T>;

/** An answer that has to be waited for. */
export type Deferred<T> = PromiseLike<T> | Observable<T>;

/** Stops waiting for an answer. */
export type StopWaiting = () => void;

/** True for a promise or an Observable. */
export function isDeferred<T>(answer: Answer<T>): answer is Deferred<T> {
  return (
    isObservable(answer) || typeof (answer as { then?: unknown } | null | undefined)?.then === 'function'
  );
}

/** Applies `next` to an answer. Stays synchronous when both answers are. */
export function mapAnswer<T, U>(answer: Answer<T>, next: (value: T) => Answer<U>): Answer<U> {
  if (!isDeferred(answer)) return next(answer);
  return new Observable((subscriber) => {
    const failed = (error: unknown): void => {
      subscriber.error(error);
    };
    const follow = (value: T): void => {
      const done = (result: U): void => {
        subscriber.next(result);
        subscriber.complete();
      };
      subscriber.add(awaitAnswer(() => next(value), done, failed));
    };
    subscriber.add(awaitAnswer(() => answer, follow, failed));
  });
}

/**
 * Asks a question and passes on the first answer or failure, exactly one of them and once: at once when the answer is
 * a value. A question that throws fails, and so does an Observable that completes silently.
 */
export function awaitAnswer<T>(
  ask: () => Answer<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let answer: Answer<T>;
  let deferred: Deferred<T> | undefined;
  try {
    answer = ask();
    // looking at it is user code too, where the answer is a proxy
    if (isDeferred(answer)) deferred = answer;
  } catch (error) {
    failed(error);
    return nothing;
  }
  if (deferred === undefined) {
    answered(answer as T);
    return nothing;
  }
  return isObservable(deferred)
    ? awaitObservable(deferred, answered, failed)
    : awaitPromise(deferred, answered, failed);
}

function awaitObservable<T>(
  answer: Observable<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let isAnswered = false;
  const subscription = answer.pipe(take(1)).subscribe({
    next: (value) => {
      isAnswered = true;
      answered(value);
    },
    error: failed,
    complete: () => {
      if (!isAnswered) failed(new Error('An Observable completed without an answer.'));
    },
  });
  return () => {
    subscription.unsubscribe();
  };
}

function awaitPromise<T>(
  answer: PromiseLike<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let isWaiting = true;
  void Promise.resolve(answer).then(
    (value) => {
      if (isWaiting) answered(value);
    },
    (error: unknown) => {
      if (isWaiting) failed(error);
    },
  );
  return () => {
    isWaiting = false;
  };
}

function nothing(): void {
  // an answer that was given at once leaves nothing to stop
}

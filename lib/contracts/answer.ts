import { isObservable, type Observable } from 'rxjs';

/**
 * How an extension may answer: with a value at once, with a promise, or with an Observable. Of an
 * Observable the first value is the answer, and it is unsubscribed from.
 */
export type Answer<T> = T | PromiseLike<T> | Observable<T>;

/** Stops waiting for an answer. */
export type StopWaiting = () => void;

/**
 * Asks a question and passes on the first answer or failure, exactly one of them and once: at once when
 * the answer is a value. A question that throws fails, and so does an Observable that completes silently.
 */
export function awaitAnswer<T>(
  ask: () => Answer<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let answer: Answer<T>;
  try {
    answer = ask();
  } catch (error) {
    failed(error);
    return nothing;
  }
  if (isObservable(answer)) return awaitObservable(answer, answered, failed);
  if (isPromiseLike(answer)) return awaitPromise(answer, answered, failed);
  answered(answer);
  return nothing;
}

function awaitObservable<T>(
  answer: Observable<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let settled = false;
  const once = (settle: () => void): void => {
    if (settled) return;
    settled = true;
    settle();
  };
  const subscription = answer.subscribe({
    next: (value) => {
      once(() => {
        answered(value);
      });
      queueMicrotask(() => {
        subscription.unsubscribe();
      });
    },
    error: (error: unknown) => {
      once(() => {
        failed(error);
      });
    },
    complete: () => {
      once(() => {
        failed(new Error('An Observable completed without an answer.'));
      });
    },
  });
  return () => {
    settled = true;
    subscription.unsubscribe();
  };
}

function awaitPromise<T>(
  answer: PromiseLike<T>,
  answered: (value: T) => void,
  failed: (error: unknown) => void,
): StopWaiting {
  let waiting = true;
  answer.then(
    (value) => {
      if (waiting) answered(value);
    },
    (error: unknown) => {
      if (waiting) failed(error);
    },
  );
  return () => {
    waiting = false;
  };
}

function isPromiseLike<T>(answer: Answer<T>): answer is PromiseLike<T> {
  return typeof (answer as { then?: unknown } | null | undefined)?.then === 'function';
}

function nothing(): void {
  // an answer that was given at once leaves nothing to stop
}

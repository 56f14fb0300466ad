import { asTaskFailure, type SessionError } from '../../errors/session-error.js';
import type { Attempt, SentAttempt } from '../attempt.js';
import { completeAttempt } from '../end-attempt.js';
import type { Stop } from '../exchange.js';
import type { Step } from '../step.js';

/** Completes the attempt once the receiver has taken the last byte of the body: metrics, then the end of the task. */
export const finishBody: Step<SentAttempt, Attempt> = (x, { attempt, error }, go) => {
  const { receiver, session } = x;
  const complete = (failure: SessionError | undefined): Stop | undefined => {
    completeAttempt(x, attempt, failure);
    return go.next(attempt);
  };
  if (receiver.finish === undefined) return complete(error);
  return go.once(
    session.rootQueue,
    () => receiver.finish?.(error, attempt),
    complete,
    (cause) => complete(error ?? asTaskFailure(cause)),
  );
};

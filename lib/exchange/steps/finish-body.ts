import { asTaskFailure, type SessionError } from '../../errors/session-error.js';
import type { Attempt, SentAttempt } from '../attempt.js';
import { completeAttempt } from '../end-attempt.js';
import type { Exchange, Stop } from '../exchange.js';
import type { Moves, Step } from '../step.js';

/** Completes the attempt once the receiver has taken the last byte of the body: metrics, then the end of the task. */
export const finishBody: Step<SentAttempt, Attempt> = (x, sent, go) => {
  if (x.receiver.finish !== undefined) return finish(x, sent, go);
  completeAttempt(x, sent.attempt, sent.error);
  return go.next(sent.attempt);
};

function finish(x: Exchange, { attempt, error }: SentAttempt, go: Moves<Attempt>): Stop | void {
  const { receiver, session } = x;
  const complete = (failure: SessionError | undefined): Stop | undefined => {
    completeAttempt(x, attempt, failure);
    return go.next(attempt);
  };
  return go.once(
    session.rootQueue,
    () => receiver.finish?.(error, attempt),
    complete,
    (cause) => complete(error ?? asTaskFailure(cause)),
  );
}

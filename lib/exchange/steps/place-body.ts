import { asTaskFailure } from '../../errors/session-error.js';
import type { Attempt } from '../attempt.js';
import type { Exchange, Stop } from '../exchange.js';
import type { Moves, Step } from '../step.js';

/** Puts the body of an accepted response where it belongs, and ends the attempt: with its failure, if it has one. */
export const placeBody: Step<Attempt, undefined> = (x, attempt, go) => {
  const { journal, receiver } = x;
  return receiver.place === undefined || journal.error !== undefined
    ? end(x, attempt, go)
    : place(x, attempt, go);
};

function place(x: Exchange, attempt: Attempt, go: Moves<undefined>): Stop | void {
  const { journal, receiver, session } = x;
  return go.once(
    session.rootQueue,
    () => receiver.place?.(attempt),
    () => end(x, attempt, go),
    (cause) => {
      journal.error = asTaskFailure(cause);
      return end(x, attempt, go);
    },
  );
}

function end({ journal }: Exchange, attempt: Attempt, go: Moves<undefined>): Stop | undefined {
  const { error } = journal;
  journal.didCompleteTask(attempt, error);
  return error === undefined ? go.next(undefined) : go.fail(error);
}

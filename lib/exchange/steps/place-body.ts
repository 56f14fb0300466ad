import { asTaskFailure } from '../../errors/session-error.js';
import type { Attempt } from '../attempt.js';
import type { Step } from '../step.js';
import type { Stop } from '../exchange.js';

/** Puts the body of an accepted response where it belongs, and ends the attempt: with its failure, if it has one. */
export const placeBody: Step<Attempt, undefined> = (x, attempt, go) => {
  const { journal, receiver, session } = x;
  const end = (): Stop | undefined => {
    journal.didCompleteTask(attempt, journal.error);
    return journal.error === undefined ? go.next(undefined) : go.fail(journal.error);
  };
  if (receiver.place === undefined || journal.error !== undefined) return end();
  return go.once(
    session.rootQueue,
    () => receiver.place?.(attempt),
    end,
    (cause) => {
      journal.error = asTaskFailure(cause);
      return end();
    },
  );
};

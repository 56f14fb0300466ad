import type { SessionError } from '../../errors/session-error.js';
import type { Verdict } from '../exchange.js';
import { askRetriers } from '../retrying.js';
import type { Step } from '../step.js';

/** Shows the failure of an attempt to the retriers, which decide whether another one follows. */
export const consultRetriers: Step<SessionError | undefined, Verdict> = (x, error, go) => {
  if (error === undefined) return go.next(FINISHED);
  x.journal.error = error;
  return askRetriers(x, error, (verdict) => go.next(verdict));
};

const FINISHED: Verdict = { kind: 'finish', error: undefined };

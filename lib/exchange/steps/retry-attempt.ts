import type { SessionError } from '../../errors/session-error.js';
import type { Verdict } from '../exchange.js';
import { retryAfter } from '../retrying.js';
import type { Step } from '../step.js';

/** Begins another attempt if the verdict says so. Else the outcome is known: the response, or the error. */
export const retryAttempt: Step<Verdict, SessionError | undefined> = (x, verdict, go) => {
  switch (verdict.kind) {
    case 'retry':
      return retryAfter(x, verdict.delay, go);
    case 'finish':
      return go.next(verdict.error);
  }
};

import { Observable, type OperatorFunction, type TeardownLogic } from 'rxjs';
import { attachTo } from '../../errors/base-session-error.js';
import { asTaskFailure, SessionError } from '../../errors/session-error.js';
import type { RetryResult } from '../../extending/request-retrier.js';
import { ask } from '../ask.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { Verdict } from '../verdict.js';
import type { ReceivedBody } from '../received-body.js';
import type { RequestRetrier } from '../../extending/request-retrier.js';

export interface RetryConsultation extends ExchangeBase {
  /** The request's and the session's retriers as one; undefined when there are none. */
  readonly retrier: RequestRetrier | undefined;
  /** Whether another attempt makes sense: not once the request was cancelled or its body is used up. */
  readonly canRetry: boolean;
  /** The body of the attempt, as far as it is held in memory. */
  readonly received: ReceivedBody;
}

/** Turns the end of an attempt into a verdict: a failure is shown to the retriers. */
export function consultRetrier(x: RetryConsultation): OperatorFunction<void, Verdict> {
  return (attempt) =>
    new Observable((out) => {
      out.add(
        attempt.subscribe({
          next: () => {
            out.next({ kind: 'finish', error: undefined });
          },
          error: (cause: unknown) => {
            const error = asTaskFailure(cause);
            x.journal.error = error;
            out.add(
              verdictOn(x, error, (verdict) => {
                out.next(verdict);
              }),
            );
          },
        }),
      );
    });
}

/** Asks the retriers about a failure: of an attempt, or of a serializer. */
export function verdictOn(
  x: RetryConsultation,
  error: SessionError,
  decided: (verdict: Verdict) => void,
): TeardownLogic {
  attachTo(error, { request: x.request.request, response: x.journal.response, data: x.received.data });
  const { retrier } = x;
  if (retrier === undefined || !x.canRetry) {
    decided({ kind: 'finish', error });
    return;
  }
  return ask(
    x,
    x.session.rootQueue,
    () => retrier.retry(x.request, x.session.info, error),
    (result) => {
      decided(verdictOf(result, error));
    },
    (failure) => {
      decided({ kind: 'finish', error: retryFailure(failure, error) });
    },
  );
}

function verdictOf(result: RetryResult | undefined, error: SessionError): Verdict {
  switch (result?.kind) {
    case 'retry':
      return { kind: 'retry', delay: 0 };
    case 'retryWithDelay':
      return { kind: 'retry', delay: result.delay };
    case 'doNotRetry':
      return { kind: 'finish', error };
    case 'doNotRetryWithError':
      return { kind: 'finish', error: retryFailure(result.error, error) };
    default:
      return {
        kind: 'finish',
        error: retryFailure(new TypeError('A retrier answered no RetryResult.'), error),
      };
  }
}

function retryFailure(error: unknown, originalError: SessionError): SessionError {
  return new SessionError({ kind: 'requestRetryFailed', error, originalError });
}

import { attachTo } from '../errors/base-session-error.js';
import { SessionError } from '../errors/session-error.js';
import type { RetryResult } from '../extending/request-retrier.js';
import { ask } from './ask.js';
import type { Exchange, Stop, Verdict } from './exchange.js';
import type { Moves } from './step.js';

/** Asks the retriers about a failure: of an attempt, or of a serializer. */
export function askRetriers(
  x: Exchange,
  error: SessionError,
  decided: (verdict: Verdict) => Stop | void,
): Stop | void {
  const { retrier, received } = x.hooks;
  attachTo(error, { request: x.request.request, response: x.journal.response, data: received.data });
  if (retrier === undefined || !x.canRetry) return decided({ kind: 'finish', error });
  return ask(
    x,
    x.session.rootQueue,
    () => retrier.retry(x.request, x.session.info, error),
    (result) => decided(verdictOf(result, error)),
    (failure) => decided({ kind: 'finish', error: retryFailure(failure, error) }),
  );
}

/**
 * Continues at the top after a delay in milliseconds on the rootQueue, and never before the platform had a turn, so that
 * endless retrying starves neither timers nor sockets.
 */
export function retryAfter(x: Exchange, delay: number, go: Pick<Moves<never>, 'again'>): Stop {
  const { rootQueue } = x.session;
  const retry = (): void => {
    x.prepareForRetry();
    go.again();
  };
  return delay > 0 ? rootQueue.schedule(retry, delay) : rootQueue.scheduleMacrotask(retry);
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

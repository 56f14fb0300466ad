import { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import type { Attempt } from './attempt.js';
import type { Exchange } from './exchange.js';

/** Ends the last attempt as far as it has not ended: its open message, its metrics, its task. */
export function endAttempt(x: Exchange): void {
  const { journal } = x;
  const attempt = journal.tasks.at(-1);
  if (attempt === undefined) return;
  if (attempt.state !== 'completed') {
    attempt.cancel();
    const error = journal.error ?? new SessionError({ kind: 'explicitlyCancelled' });
    reportingFailure(() => {
      completeAttempt(x, attempt, error);
    });
  }
  journal.didCompleteTask(attempt, attempt.error ?? journal.error);
}

/** Notifies the delegate of the metrics of an attempt, then of its end. */
export function completeAttempt(x: Exchange, attempt: Attempt, error: SessionError | undefined): void {
  const { journal, receiver, session } = x;
  const { delegate, rootQueue } = session;
  const { response } = journal;
  const isStorable =
    session.makeCachingClient === undefined && (receiver.isStorable ?? receiver.isHeldInMemory);
  if (response !== undefined && error === undefined && isStorable && mayBeCached(attempt, response)) {
    delegate.taskWillCacheResponse(attempt, response);
  }
  attempt.didComplete(error);
  journal.error ??= error;
  try {
    delegate.taskDidFinishCollectingMetrics(attempt, attempt.metrics(rootQueue.now()));
  } finally {
    delegate.taskDidComplete(attempt, error);
  }
}

/** True for a response to GET that no rule keeps from being stored (RFC 9111 §3). */
function mayBeCached(attempt: Attempt, { statusCode, headers }: HTTPURLResponse): boolean {
  if (attempt.currentRequest.method !== 'GET' || statusCode < 200 || statusCode >= 300) return false;
  return !/\bno-store\b/i.test(headers.get('cache-control') ?? '');
}

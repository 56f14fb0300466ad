import type { OperatorFunction } from 'rxjs';
import type { BodyReceiver } from '../transport/body-receiver.js';
import { asTaskFailure, SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { ask } from './ask.js';
import type { ExchangeBase } from './exchange-base.js';
import { stage } from './stage.js';
import type { SessionTask } from './session-task.js';

/** A task whose last message is over. */
export interface TaskCompletion {
  readonly task: SessionTask;
  readonly error: SessionError | undefined;
}

export interface TaskEnding extends ExchangeBase {
  readonly receiver: BodyReceiver;
}

/** Ends the task of an attempt: once its body is where it belongs, its metrics are told, then its end. */
export function completeTask(x: TaskEnding): OperatorFunction<TaskCompletion, SessionTask> {
  return stage(({ task, error }, out) => {
    const { receiver } = x;
    const end = (failure: SessionError | undefined): void => {
      complete(x, task, failure);
      out.next(task);
    };
    if (receiver.finish === undefined) {
      end(error);
      return;
    }
    return ask(
      x,
      x.session.rootQueue,
      () => receiver.finish?.(error, task),
      end,
      (cause) => {
        end(error ?? asTaskFailure(cause));
      },
    );
  });
}

/** Ends a task that nobody waits for any more, as far as it is not over already. */
export function endTask(x: TaskEnding, task: SessionTask): void {
  if (task.state !== 'completed') {
    task.cancel();
    const error = x.journal.error ?? new SessionError({ kind: 'explicitlyCancelled' });
    reportingFailure(() => {
      complete(x, task, error);
    });
  }
  x.journal.didCompleteTask(task, task.error ?? x.journal.error);
}

/** Tells the metrics of a task, then its end. */
export function complete(x: TaskEnding, task: SessionTask, error: SessionError | undefined): void {
  const { delegate, rootQueue } = x.session;
  const { response } = x.journal;
  if (
    response !== undefined &&
    error === undefined &&
    x.session.makeCachingClient === undefined &&
    (x.receiver.isStorable ?? x.receiver.isHeldInMemory) &&
    mayBeCached(task, response)
  ) {
    delegate.taskWillCacheResponse(task, response);
  }
  task.didComplete(error);
  x.journal.error ??= error;
  try {
    delegate.taskDidFinishCollectingMetrics(task, task.metrics(rootQueue.now()));
  } finally {
    delegate.taskDidComplete(task, error);
  }
}

/** Answers to GET that no rule keeps from being stored (RFC 9111 §3). */
function mayBeCached(task: SessionTask, { statusCode, headers }: HTTPURLResponse): boolean {
  if (task.currentRequest.method !== 'GET' || statusCode < 200 || statusCode >= 300) return false;
  return !/\bno-store\b/i.test(headers.get('cache-control') ?? '');
}

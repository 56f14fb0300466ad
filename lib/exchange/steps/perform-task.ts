import type { OperatorFunction } from 'rxjs';
import type { TaskClient } from '../task-delegate.js';
import type { URLRequest } from '../../message/url-request.js';
import type { PreparedRequest } from '../prepared-request.js';
import type { RunningTask } from '../running-task.js';
import { stage } from '../stage.js';
import { endTask } from '../complete-task.js';
import { performHop, type HopPerformance } from '../message/perform-hop.js';
import { SessionTask } from '../session-task.js';
import { TaskIntake, type IntakeContext } from '../task-intake.js';

export interface TaskPerformance extends HopPerformance, IntakeContext {
  /** Makes the state of a new task agree with that of the request. */
  didCreateTask(task: SessionTask): void;
}

/**
 * Makes the task of an attempt and lets the next stage send its messages. Unsubscribing before the task is
 * over cancels it: its metrics and its end are told all the same.
 */
export function performTask(x: TaskPerformance): OperatorFunction<PreparedRequest, RunningTask<SessionTask>> {
  return stage((prepared, out) => {
    const task = createTask(x, prepared.urlRequest);
    const first = withSessionHeaders(x, prepared);
    out.next({ task, first, send: (hop) => performHop(x, task, hop) });
    return () => {
      endTask(x, task);
    };
  });
}

export function createTask(x: TaskPerformance, urlRequest: URLRequest): SessionTask {
  const { session, journal } = x;
  journal.didCreateURLRequest(urlRequest);
  const task = new SessionTask(session.nextTaskID(), urlRequest, session.rootQueue.now());
  const client: TaskClient = new TaskIntake(x, task);
  session.delegate.didCreateTask(task, client);
  journal.didCreateTask(task);
  x.didCreateTask(task);
  return task;
}

/** The first message of a task: the headers of the session join those of the request. */
export function withSessionHeaders(
  { session }: TaskPerformance,
  { urlRequest, body }: PreparedRequest,
): PreparedRequest {
  const headers = session.headers.merging(urlRequest.headers);
  const { hasCachePolicy, cachePolicy: own } = urlRequest;
  const cachePolicy = hasCachePolicy ? own : session.requestCachePolicy;
  const isComplete = headers === urlRequest.headers && cachePolicy === own;
  return { urlRequest: isComplete ? urlRequest : urlRequest.with({ headers, cachePolicy }), body };
}

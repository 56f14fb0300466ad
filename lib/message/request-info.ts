import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';
import type { SchedulerLike } from 'rxjs';

/** Where a request stands in its life (Alamofire's `Request.State`). */
export type RequestState = 'initialized' | 'resumed' | 'suspended' | 'cancelled' | 'finished';

/**
 * Values that a request carries for adapters, retriers, monitors and handlers; the session does not read them. Declare
 * yours by merging:
 *
 * @example
 * declare module 'rxsession' {
 *   interface RequestContext {
 *     readonly skipToken?: boolean;
 *   }
 * }
 * session.get(url, { context: { skipToken: true } });
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- users add to it
export interface RequestContext {}

/** A request as extensions see it. */
export interface RequestInfo {
  readonly id: string;
  readonly state: RequestState;
  /** Values given as `context`; an empty object unless given. */
  readonly context: RequestContext;
  /** Every URLRequest made so far, adapted ones included, in order. */
  readonly requests: readonly URLRequest[];
  readonly firstRequest: URLRequest | undefined;
  readonly lastRequest: URLRequest | undefined;
  /** The URLRequest of the current attempt. */
  readonly request: URLRequest | undefined;
  readonly tasks: readonly TaskInfo[];
  readonly task: TaskInfo | undefined;
  /** The head of the last response. */
  readonly httpResponse: HTTPURLResponse | undefined;
  readonly metrics: TaskMetrics | undefined;
  /** How often the request was retried so far. */
  readonly retryCount: number;
  /** The error of the current attempt. */
  readonly error: SessionError | undefined;
}

/** How far a task has come (Foundation's `URLSessionTask.State`). */
export type TaskState = 'running' | 'suspended' | 'canceling' | 'completed';

/**
 * How much of a request has left: a failure at `nothing` may be sent again whatever the method. What a
 * transport cannot tell counts as `something`.
 */
export type SendPhase = 'nothing' | 'something';

/** What extensions see of a task: one attempt of a request, its redirect hops included. */
export interface TaskInfo {
  /** Unique within the session, counted from 1. */
  readonly id: number;
  readonly state: TaskState;
  /** The URLRequest the task was made for. */
  readonly originalRequest: URLRequest;
  /** The URLRequest on the wire: another than the original once a redirect was followed. */
  readonly currentRequest: URLRequest;
  readonly response: HTTPURLResponse | undefined;
  readonly error: SessionError | undefined;
  readonly sendPhase: SendPhase;
  readonly countOfBytesSent: number;
  readonly countOfBytesReceived: number;
}

/** What extensions see of a session. */
export interface SessionInfo {
  /** The serial scheduler on which everything of the session happens, and whose clock it keeps. */
  readonly rootQueue: SchedulerLike;
}

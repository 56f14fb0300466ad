import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from './http-url-response.js';
import type { TaskMetrics } from './task-metrics.js';
import type { URLRequest } from './url-request.js';
import type { SchedulerLike } from 'rxjs';

/** State of a request (Alamofire's `Request.State`). */
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
  /** Unique identifier, 32 hexadecimal digits. */
  readonly id: string;
  /** Current state. */
  readonly state: RequestState;
  /** Values given as `context`; an empty object unless given. */
  readonly context: RequestContext;
  /** URLRequests made so far, adapted ones included, in order. */
  readonly requests: readonly URLRequest[];
  /** First of `requests`. */
  readonly firstRequest: URLRequest | undefined;
  /** Last of `requests`. */
  readonly lastRequest: URLRequest | undefined;
  /** URLRequest of the current attempt. */
  readonly request: URLRequest | undefined;
  /** Tasks made so far, one for each attempt. */
  readonly tasks: readonly TaskInfo[];
  /** Task of the current attempt. */
  readonly task: TaskInfo | undefined;
  /** Head of the last response. */
  readonly httpResponse: HTTPURLResponse | undefined;
  /** Metrics of the last task. */
  readonly metrics: TaskMetrics | undefined;
  /** Number of retries so far. */
  readonly retryCount: number;
  /** Error of the current attempt. */
  readonly error: SessionError | undefined;
}

/** State of a task (Foundation's `URLSessionTask.State`). */
export type TaskState = 'running' | 'suspended' | 'canceling' | 'completed';

/**
 * Share of a request that was sent. After a failure at `nothing` it may be sent again, whatever the method. A transport
 * that cannot tell says `something`.
 */
export type SendPhase = 'nothing' | 'something';

/** A task, as extensions see it: one attempt of a request, with its redirect hops. */
export interface TaskInfo {
  /** Number of the task within its session, from 1. */
  readonly id: number;
  /** Current state. */
  readonly state: TaskState;
  /** URLRequest that the task was made for. */
  readonly originalRequest: URLRequest;
  /** URLRequest on the wire, which differs from the original after a redirect. */
  readonly currentRequest: URLRequest;
  /** Head of the last response. */
  readonly response: HTTPURLResponse | undefined;
  /** Error that ended the task. */
  readonly error: SessionError | undefined;
  /** Share of the last message that was sent. */
  readonly sendPhase: SendPhase;
  /** Bytes of bodies sent. */
  readonly countOfBytesSent: number;
  /** Bytes of bodies received. */
  readonly countOfBytesReceived: number;
}

/** A session, as extensions see it. */
export interface SessionInfo {
  /** Serial scheduler that runs all work of the session and keeps its time. */
  readonly rootQueue: SchedulerLike;
}

import type { SessionError } from '../errors/session-error.js';
import type { URLAuthenticationChallenge } from '../message/url-authentication-challenge.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import type { RunInContext } from '../answers/context.js';
import type { EventHub } from '../events/event-hub.js';
import type { RequestInfo, TaskInfo } from '../message/request-info.js';

/** The request of a task, told by the session's delegate what happened to the task. */
export interface TaskClient {
  readonly request: RequestInfo;
  /** Async context of the request, in which listeners are notified of its tasks. */
  readonly runInContext: RunInContext;
  /** Monitors of the request alone; undefined if it has none. */
  readonly ownEvents: EventHub | undefined;
  didReceiveResponse(response: HTTPURLResponse): void;
  didReceiveData(data: Uint8Array): void;
  didSendBodyData(totalBytesSent: number, totalBytesExpectedToSend: number | undefined): void;
  didFinishCollectingMetrics(metrics: TaskMetrics): void;
  didComplete(error: SessionError | undefined): void;
}

/** A task as its delegate knows it. */
export interface DelegatedTask extends TaskInfo {
  /** Told by the delegate what happens to the task, until it is over; kept by the delegate. */
  client?: TaskClient | undefined;
}

/**
 * Stands between the transport and the requests: told everything that happens to a task on the rootQueue, it
 * tells the task's request.
 */
export interface TaskDelegate {
  /** @internal From now on `client` is notified of what happens to `task`. */
  didCreateTask(task: DelegatedTask, client: TaskClient): void;
  taskDidReceiveResponse(task: TaskInfo, response: HTTPURLResponse): void;
  taskDidReceiveData(task: TaskInfo, data: Uint8Array): void;
  taskDidSendBodyData(
    task: TaskInfo,
    bytesSent: number,
    totalBytesSent: number,
    totalBytesExpectedToSend: number | undefined,
  ): void;
  taskDidReceiveChallenge(task: TaskInfo, challenge: URLAuthenticationChallenge): void;
  taskDidResumeAtOffset(task: TaskInfo, fileOffset: number, expectedTotalBytes: number | undefined): void;
  taskDidWriteData(
    task: TaskInfo,
    bytesWritten: number,
    totalBytesWritten: number,
    totalBytesExpectedToWrite: number | undefined,
  ): void;
  taskDidFinishDownloading(task: TaskInfo, fileURL: URL): void;
  taskNeedsNewBodyStream(task: TaskInfo): void;
  taskWillPerformHTTPRedirection(task: TaskInfo, response: HTTPURLResponse, newRequest: URLRequest): void;
  taskWillCacheResponse(task: TaskInfo, response: HTTPURLResponse): void;
  taskDidFailToUseCache(task: TaskInfo, error: SessionError): void;
  taskDidFinishCollectingMetrics(task: TaskInfo, metrics: TaskMetrics): void;
  /** The last that is told of a task. */
  taskDidComplete(task: TaskInfo, error: SessionError | undefined): void;
}

import type { RequestInfo, TaskInfo } from '../message/request-info.js';
import type { DelegatedTask, TaskClient, TaskDelegate } from '../exchange/task-delegate.js';
import type { SessionError } from '../errors/session-error.js';
import type { EventHub } from '../events/event-hub.js';
import type { TaskEvent } from '../events/session-event.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { URLAuthenticationChallenge } from '../message/url-authentication-challenge.js';
import type { URLRequest } from '../message/url-request.js';

/**
 * Stands between the transport and the requests (Alamofire's `SessionDelegate`). Every event of a task reaches it on
 * the rootQueue; it notifies the monitors, then the task's request.
 *
 * A subclass sees each event, and changes it by calling `super` with other arguments. One delegate serves one
 * session.
 *
 * @example
 * class Counting extends SessionDelegate {
 *   received = 0;
 *   override taskDidReceiveData(task: TaskInfo, data: Uint8Array): void {
 *     this.received += data.byteLength;
 *     super.taskDidReceiveData(task, data);
 *   }
 * }
 * const session = new Session({ delegate: new Counting() });
 */
export class SessionDelegate implements TaskDelegate {
  #events: EventHub | undefined;

  /** @internal */
  attach(events: EventHub): void {
    this.#events = events;
  }

  /** The request that a task was made for, while the task is not over. */
  requestOf(task: TaskInfo): RequestInfo | undefined {
    return clientOf(task)?.request;
  }

  /** @internal */
  didCreateTask(task: DelegatedTask, client: TaskClient): void {
    task.client = client;
  }

  /** A response has arrived that is no redirect to be followed. */
  taskDidReceiveResponse(task: TaskInfo, response: HTTPURLResponse): void {
    if (this.#tells('taskDidReceiveResponse', task)) {
      this.#tell({ type: 'taskDidReceiveResponse', task, request: this.requestOf(task), response });
    }
    clientOf(task)?.didReceiveResponse(response);
  }

  /** A chunk of the response's body has arrived, decoded. */
  taskDidReceiveData(task: TaskInfo, data: Uint8Array): void {
    if (this.#tells('taskDidReceiveData', task)) {
      this.#tell({ type: 'taskDidReceiveData', task, request: this.requestOf(task), data });
    }
    clientOf(task)?.didReceiveData(data);
  }

  /** Bytes of the request's body have been handed to the network. */
  taskDidSendBodyData(
    task: TaskInfo,
    bytesSent: number,
    totalBytesSent: number,
    totalBytesExpectedToSend: number | undefined,
  ): void {
    const counts = { bytesSent, totalBytesSent, totalBytesExpectedToSend };
    if (this.#tells('taskDidSendBodyData', task)) {
      this.#tell({ type: 'taskDidSendBodyData', task, request: this.requestOf(task), ...counts });
    }
    clientOf(task)?.didSendBodyData(totalBytesSent, totalBytesExpectedToSend);
  }

  /** A download continues after the bytes of its partial file. */
  taskDidResumeAtOffset(task: TaskInfo, fileOffset: number, expectedTotalBytes: number | undefined): void {
    if (this.#tells('taskDidResumeAtOffset', task)) {
      this.#tell({
        type: 'taskDidResumeAtOffset',
        task,
        request: this.requestOf(task),
        fileOffset,
        expectedTotalBytes,
      });
    }
  }

  /** Bytes of a download have been written to its temporary file. */
  taskDidWriteData(
    task: TaskInfo,
    bytesWritten: number,
    totalBytesWritten: number,
    totalBytesExpectedToWrite: number | undefined,
  ): void {
    if (this.#tells('taskDidWriteData', task)) {
      this.#tell({
        type: 'taskDidWriteData',
        task,
        request: this.requestOf(task),
        bytesWritten,
        totalBytesWritten,
        totalBytesExpectedToWrite,
      });
    }
  }

  /** All of a download is in its temporary file. */
  taskDidFinishDownloading(task: TaskInfo, fileURL: URL): void {
    if (this.#tells('taskDidFinishDownloading', task)) {
      this.#tell({ type: 'taskDidFinishDownloading', task, request: this.requestOf(task), fileURL });
    }
  }

  /** A server wants to know who asks; the credential of the request or of the session answers, once. */
  taskDidReceiveChallenge(task: TaskInfo, challenge: URLAuthenticationChallenge): void {
    if (this.#tells('taskDidReceiveChallenge', task)) {
      this.#tell({ type: 'taskDidReceiveChallenge', task, request: this.requestOf(task), challenge });
    }
  }

  /** The body is sent again, after a redirect that keeps it or with the answer to a challenge. */
  taskNeedsNewBodyStream(task: TaskInfo): void {
    if (this.#tells('taskNeedsNewBodyStream', task)) {
      this.#tell({ type: 'taskNeedsNewBodyStream', task, request: this.requestOf(task) });
    }
  }

  /** A redirect has arrived; `newRequest` is what follows unless a handler decides otherwise. */
  taskWillPerformHTTPRedirection(task: TaskInfo, response: HTTPURLResponse, newRequest: URLRequest): void {
    if (this.#tells('taskWillPerformHTTPRedirection', task)) {
      this.#tell({
        type: 'taskWillPerformHTTPRedirection',
        task,
        request: this.requestOf(task),
        response,
        newRequest,
      });
    }
  }

  /** The response is about to be stored; without a cache, one that may be stored is complete. */
  taskWillCacheResponse(task: TaskInfo, response: HTTPURLResponse): void {
    if (this.#tells('taskWillCacheResponse', task)) {
      this.#tell({ type: 'taskWillCacheResponse', task, request: this.requestOf(task), response });
    }
  }

  /** A store of the cache, or a cached-response handler, has failed. The task continues without it. */
  taskDidFailToUseCache(task: TaskInfo, error: SessionError): void {
    if (this.#tells('taskDidFailToUseCache', task)) {
      this.#tell({ type: 'taskDidFailToUseCache', task, request: this.requestOf(task), error });
    }
  }

  /** The metrics of the task are complete, just before its end. */
  taskDidFinishCollectingMetrics(task: TaskInfo, metrics: TaskMetrics): void {
    if (this.#tells('taskDidFinishCollectingMetrics', task)) {
      this.#tell({ type: 'taskDidFinishCollectingMetrics', task, request: this.requestOf(task), metrics });
    }
    clientOf(task)?.didFinishCollectingMetrics(metrics);
  }

  /** The task has ended. The last event of a task. */
  taskDidComplete(task: TaskInfo, error: SessionError | undefined): void {
    if (this.#tells('taskDidComplete', task)) {
      this.#tell({ type: 'taskDidComplete', task, request: this.requestOf(task), error });
    }
    const client = clientOf(task);
    (task as DelegatedTask).client = undefined;
    client?.didComplete(error);
  }

  /** The session has ended. */
  sessionDidBecomeInvalid(error: SessionError | undefined): void {
    this.#events?.emit({ type: 'sessionDidBecomeInvalid', error });
  }

  /** True if an event of this type has a listener: only then is it built. */
  #tells(type: TaskEvent['type'], task: TaskInfo): boolean {
    return (
      this.#events?.hasListenersFor(type) === true ||
      clientOf(task)?.ownEvents?.hasListenersFor(type) === true
    );
  }

  /** Notifies the session's monitors, then those of the request. */
  #tell(event: TaskEvent): void {
    const client = clientOf(event.task);
    this.#events?.emit(event, client?.runInContext);
    client?.ownEvents?.emit(event);
  }
}

function clientOf(task: TaskInfo): TaskClient | undefined {
  return (task as DelegatedTask).client;
}

import type { SessionError } from '../errors/session-error.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';

/**
 * Told what happens to a task, on the rootQueue. A session's delegate is told first, with the task, and
 * tells the request of the task.
 */
export interface TaskClient {
  didReceiveResponse(response: HTTPURLResponse): void;
  didReceiveData(data: Uint8Array): void;
  didSendBodyData(bytesSent: number, totalBytesSent: number, totalBytesExpectedToSend: number | undefined): void;
  willPerformHTTPRedirection(response: HTTPURLResponse, newRequest: URLRequest): void;
  didFinishCollectingMetrics(metrics: TaskMetrics): void;
  didComplete(error: SessionError | undefined): void;
}

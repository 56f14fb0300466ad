import { VirtualTimeScheduler } from 'rxjs';
import type { RequestInfo, SessionInfo, TaskInfo } from '../../lib/message/request-info.js';
import { URLRequest } from '../../lib/message/url-request.js';

/** A request as an extension sees it: a GET that has done nothing yet, but for what is given. */
export function requestInfo(given: Partial<RequestInfo> = {}): RequestInfo {
  const request = new URLRequest('https://api.example.com/users');
  return {
    id: 'request-1',
    state: 'resumed',
    context: {},
    requests: [request],
    firstRequest: request,
    lastRequest: request,
    request,
    tasks: [],
    task: undefined,
    httpResponse: undefined,
    metrics: undefined,
    retryCount: 0,
    error: undefined,
    ...given,
  };
}

/** A task as an extension sees it: sent, and not answered, but for what is given. */
export function taskInfo(given: Partial<TaskInfo> = {}): TaskInfo {
  const request = new URLRequest('https://api.example.com/users');
  return {
    id: 1,
    state: 'completed',
    originalRequest: request,
    currentRequest: request,
    response: undefined,
    error: undefined,
    sendPhase: 'something',
    countOfBytesSent: 0,
    countOfBytesReceived: 0,
    ...given,
  };
}

/** A session as an extension sees it, its clock at 0. */
export function sessionInfo(): SessionInfo {
  return { rootQueue: new VirtualTimeScheduler() };
}

import type { RequestInfo, TaskInfo } from '../../lib/message/request-info.js';
import { SessionError } from '../../lib/errors/session-error.js';
import type { SessionEvent } from '../../lib/events/session-event.js';
import { DataResponse } from '../../lib/message/data-response.js';
import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { Result } from '../../lib/message/result.js';
import type { TaskMetrics } from '../../lib/message/task-metrics.js';
import type { URLAuthenticationChallenge } from '../../lib/message/url-authentication-challenge.js';
import { URLRequest } from '../../lib/message/url-request.js';
import { requestInfo, taskInfo } from './request-info.js';

/** The simplest event: a request that has finished. */
export function finished(request: RequestInfo = requestInfo()): SessionEvent {
  return { type: 'requestDidFinish', request };
}

/** What the events of a session speak of. */
export interface SpokenOf {
  readonly request: RequestInfo;
  readonly task: TaskInfo;
  readonly urlRequest: URLRequest;
  readonly response: HTTPURLResponse;
  readonly error: SessionError;
}

/** One event of every type. */
export function everyTypeOfEvent(given: Partial<SpokenOf> = {}): SessionEvent[] {
  const spoken = { ...spokenOf(), ...given };
  const { request, task, urlRequest, response, error } = spoken;
  const data = new TextEncoder().encode('the body');
  return [
    { type: 'requestDidCreateInitialURLRequest', request, urlRequest },
    { type: 'requestDidFailToCreateURLRequest', request, error },
    {
      type: 'requestDidAdaptInitialRequest',
      request,
      initialRequest: urlRequest,
      adaptedRequest: urlRequest,
    },
    { type: 'requestDidFailToAdaptURLRequest', request, initialRequest: urlRequest, error },
    { type: 'requestDidCreateURLRequest', request, urlRequest },
    { type: 'requestDidCreateUploadable', request, uploadable: { kind: 'data', data } },
    { type: 'requestDidFailToCreateUploadable', request, error },
    { type: 'requestDidProvideInputStream', request },
    ...taskEntries(spoken),
    { type: 'requestDidGatherMetrics', request, metrics },
    { type: 'requestIsRetrying', request },
    { type: 'requestDidFinish', request },
    { type: 'requestDidResume', request },
    { type: 'requestDidSuspend', request },
    { type: 'requestDidCancel', request },
    { type: 'requestDidValidate', request, urlRequest, response, data, result: Result.failure(error) },
    { type: 'requestDidParseResponse', request, response: parsed(spoken) },
    { type: 'requestDidParseStream', request, result: Result.failure(error) },
    {
      type: 'taskDidSendBodyData',
      task,
      request,
      bytesSent: 1,
      totalBytesSent: 2,
      totalBytesExpectedToSend: 3,
    },
    { type: 'taskDidReceiveChallenge', task, request, challenge: challenged(spoken) },
    { type: 'taskNeedsNewBodyStream', task, request },
    { type: 'taskWillPerformHTTPRedirection', task, request, response, newRequest: urlRequest },
    { type: 'taskDidReceiveResponse', task, request, response },
    { type: 'taskDidReceiveData', task, request, data },
    ...downloadEntries(spoken),
    { type: 'taskWillCacheResponse', task, request, response },
    { type: 'taskDidFailToUseCache', task, request, error },
    { type: 'taskDidFinishCollectingMetrics', task, request, metrics },
    { type: 'taskDidComplete', task, request, error },
    { type: 'sessionDidBecomeInvalid', error },
  ];
}

function taskEntries({ request, task, error }: SpokenOf): SessionEvent[] {
  return [
    { type: 'requestDidCreateTask', request, task },
    { type: 'requestDidFailTaskEarly', request, task, error },
    { type: 'requestDidCompleteTask', request, task, error: undefined },
    { type: 'requestDidResumeTask', request, task },
    { type: 'requestDidSuspendTask', request, task },
    { type: 'requestDidCancelTask', request, task },
  ];
}

function downloadEntries({ request, task }: SpokenOf): SessionEvent[] {
  const fileURL = new URL('file:///folder/a');
  const written = { bytesWritten: 1, totalBytesWritten: 2, totalBytesExpectedToWrite: 3 };
  return [
    { type: 'taskDidResumeAtOffset', task, request, fileOffset: 1, expectedTotalBytes: 3 },
    { type: 'taskDidWriteData', task, request, ...written },
    { type: 'taskDidFinishDownloading', task, request, fileURL },
    { type: 'requestDidCreateDestinationURL', request, destinationURL: fileURL },
    { type: 'requestDidFinishDownloading', request, task, result: Result.success(fileURL) },
  ];
}

const metrics: TaskMetrics = {
  taskInterval: { start: 0, end: 1, duration: 1 },
  redirectCount: 0,
  transactions: [],
};

function spokenOf(): SpokenOf {
  const urlRequest = new URLRequest('https://api.example.com/users');
  const response = new HTTPURLResponse({ url: urlRequest.url, statusCode: 200, headers: new HTTPHeaders() });
  const error = new SessionError({ kind: 'explicitlyCancelled' });
  return { request: requestInfo(), task: taskInfo(), urlRequest, response, error };
}

function challenged({ response }: SpokenOf): URLAuthenticationChallenge {
  return {
    protectionSpace: {
      host: 'api.example.com',
      port: 443,
      protocol: 'https',
      realm: 'users',
      authenticationMethod: 'httpBasic',
    },
    previousFailureCount: 0,
    failureResponse: response,
  };
}

function parsed({ urlRequest, response }: SpokenOf): DataResponse<unknown> {
  return new DataResponse<unknown>({
    request: urlRequest,
    response,
    data: undefined,
    metrics: undefined,
    serializationDuration: 0,
    result: Result.success(undefined),
  });
}

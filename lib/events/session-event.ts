import type { RequestInfo, TaskInfo } from '../message/request-info.js';
import type { SessionError } from '../errors/session-error.js';
import type { DataResponse } from '../message/data-response.js';
import type { DownloadResponse } from '../message/download-response.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Result } from '../message/result.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import type { Uploadable } from '../message/uploadable.js';
import type { URLAuthenticationChallenge } from '../message/url-authentication-challenge.js';
import type { URLRequest } from '../message/url-request.js';

/** Event of a request (Alamofire's `request…` callbacks of `EventMonitor`). */
export type RequestEvent =
  | RequestEventOf<'requestDidCreateInitialURLRequest', { urlRequest: URLRequest }>
  | RequestEventOf<'requestDidFailToCreateURLRequest', { error: SessionError }>
  | RequestEventOf<
      'requestDidAdaptInitialRequest',
      { initialRequest: URLRequest; adaptedRequest: URLRequest }
    >
  | RequestEventOf<'requestDidFailToAdaptURLRequest', { initialRequest: URLRequest; error: SessionError }>
  | RequestEventOf<'requestDidCreateURLRequest', { urlRequest: URLRequest }>
  | RequestEventOf<'requestDidCreateUploadable', { uploadable: Uploadable }>
  | RequestEventOf<'requestDidFailToCreateUploadable', { error: SessionError }>
  | RequestEventOf<'requestDidProvideInputStream'>
  | RequestEventOf<'requestDidCreateTask', { task: TaskInfo }>
  | RequestEventOf<'requestDidGatherMetrics', { metrics: TaskMetrics }>
  | RequestEventOf<'requestDidFailTaskEarly', { task: TaskInfo; error: SessionError }>
  | RequestEventOf<'requestDidCompleteTask', { task: TaskInfo; error: SessionError | undefined }>
  | RequestEventOf<'requestIsRetrying'>
  | RequestEventOf<'requestDidFinish'>
  | RequestEventOf<'requestDidResume'>
  | RequestEventOf<'requestDidResumeTask', { task: TaskInfo }>
  | RequestEventOf<'requestDidSuspend'>
  | RequestEventOf<'requestDidSuspendTask', { task: TaskInfo }>
  | RequestEventOf<'requestDidCancel'>
  | RequestEventOf<'requestDidCancelTask', { task: TaskInfo }>
  | RequestEventOf<
      'requestDidValidate',
      {
        urlRequest: URLRequest | undefined;
        response: HTTPURLResponse;
        /** Of a data request. */
        data: Uint8Array | undefined;
        /** Of a download. */
        fileURL?: URL | undefined;
        result: Result<void>;
      }
    >
  | RequestEventOf<'requestDidCreateDestinationURL', { destinationURL: URL }>
  | RequestEventOf<'requestDidFinishDownloading', { task: TaskInfo; result: Result<URL> }>
  | RequestEventOf<'requestDidParseResponse', { response: DataResponse<unknown> | DownloadResponse<unknown> }>
  | RequestEventOf<'requestDidParseStream', { result: Result<unknown> }>;

/** Event of a task, emitted by the session's delegate (the `URLSession…Delegate` callbacks). */
export type TaskEvent =
  | TaskEventOf<
      'taskDidSendBodyData',
      { bytesSent: number; totalBytesSent: number; totalBytesExpectedToSend: number | undefined }
    >
  | TaskEventOf<'taskDidReceiveChallenge', { challenge: URLAuthenticationChallenge }>
  | TaskEventOf<'taskNeedsNewBodyStream'>
  | TaskEventOf<'taskWillPerformHTTPRedirection', { response: HTTPURLResponse; newRequest: URLRequest }>
  | TaskEventOf<'taskDidReceiveResponse', { response: HTTPURLResponse }>
  | TaskEventOf<'taskDidReceiveData', { data: Uint8Array }>
  | TaskEventOf<'taskDidResumeAtOffset', { fileOffset: number; expectedTotalBytes: number | undefined }>
  | TaskEventOf<
      'taskDidWriteData',
      { bytesWritten: number; totalBytesWritten: number; totalBytesExpectedToWrite: number | undefined }
    >
  | TaskEventOf<'taskDidFinishDownloading', { fileURL: URL }>
  | TaskEventOf<'taskWillCacheResponse', { response: HTTPURLResponse }>
  | TaskEventOf<'taskDidFailToUseCache', { error: SessionError }>
  | TaskEventOf<'taskDidFinishCollectingMetrics', { metrics: TaskMetrics }>
  | TaskEventOf<'taskDidComplete', { error: SessionError | undefined }>;

/** The session has ended and makes no request any more. */
export interface SessionDidBecomeInvalid {
  /** Type of the event. */
  readonly type: 'sessionDidBecomeInvalid';
  /** Error that has ended the session, if there is one. */
  readonly error: SessionError | undefined;
}

/** Everything that happens in a session, in the order it happens. */
export type SessionEvent = RequestEvent | TaskEvent | SessionDidBecomeInvalid;

/** Type that distinguishes one {@link SessionEvent} from another. */
export type SessionEventType = SessionEvent['type'];

type RequestEventOf<Type extends string, Fields = unknown> = Readonly<
  { type: Type; request: RequestInfo } & Fields
>;

type TaskEventOf<Type extends string, Fields = unknown> = Readonly<
  { type: Type; task: TaskInfo; request: RequestInfo | undefined } & Fields
>;

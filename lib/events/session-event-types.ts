import type { SessionEventType } from './session-event.js';

/** The compiler refuses a type that is missing here, and one that does not exist. */
const TYPES = {
  requestDidCreateInitialURLRequest: true,
  requestDidFailToCreateURLRequest: true,
  requestDidAdaptInitialRequest: true,
  requestDidFailToAdaptURLRequest: true,
  requestDidCreateURLRequest: true,
  requestDidCreateUploadable: true,
  requestDidFailToCreateUploadable: true,
  requestDidProvideInputStream: true,
  requestDidCreateTask: true,
  requestDidGatherMetrics: true,
  requestDidFailTaskEarly: true,
  requestDidCompleteTask: true,
  requestIsRetrying: true,
  requestDidFinish: true,
  requestDidResume: true,
  requestDidResumeTask: true,
  requestDidSuspend: true,
  requestDidSuspendTask: true,
  requestDidCancel: true,
  requestDidCancelTask: true,
  requestDidValidate: true,
  requestDidCreateDestinationURL: true,
  requestDidFinishDownloading: true,
  requestDidParseResponse: true,
  requestDidParseStream: true,
  taskDidSendBodyData: true,
  taskDidReceiveChallenge: true,
  taskNeedsNewBodyStream: true,
  taskWillPerformHTTPRedirection: true,
  taskDidReceiveResponse: true,
  taskDidReceiveData: true,
  taskDidResumeAtOffset: true,
  taskDidWriteData: true,
  taskDidFinishDownloading: true,
  taskWillCacheResponse: true,
  taskDidFailToUseCache: true,
  taskDidFinishCollectingMetrics: true,
  taskDidComplete: true,
  sessionDidBecomeInvalid: true,
} satisfies Record<SessionEventType, true>;

/** The type of every {@link SessionEvent}: also the name of every method of an `EventMonitor`. */
export const SESSION_EVENT_TYPES: readonly SessionEventType[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.keys(TYPES) as SessionEventType[],
);

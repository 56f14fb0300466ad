// Session
export { AF } from './session/af.js';
export type { ColdOptions, ColdVerb, ColdVerbWithBody } from './session/cold-door.js';
export type { Decoding } from './session/cold-serializers.js';
export type { ColdEvent } from './session/cold-events.js';
export type {
  ConvertibleOptions,
  RequestModifier,
  RequestOptions,
  StreamConvertibleOptions,
  StreamRequestOptions,
  WebSocketConvertibleOptions,
  WebSocketOptions,
} from './session/request-options.js';
export type {
  DownloadConvertibleOptions,
  DownloadRequestOptions,
  ResumedDownload,
} from './session/make-download.js';
export { Session } from './session/session.js';
export type { SessionProperties } from './session/session-properties.js';
export { SessionConfiguration, type SessionConfigurationInit } from './session/session-configuration.js';
export { SessionDelegate } from './session/session-delegate.js';
export type { SessionOptions } from './session/session-options.js';
export { URLCredentialStorage } from './session/url-credential-storage.js';

// Requests
export type { CURLDescriptionOptions } from './request/curl-description.js';
export { DataRequest, type DeliveryOptions, type HTTPResponseHandler } from './request/data-request.js';
export type { DataStreamOptions } from './request/stream/data-stream-options.js';
export { DataStreamRequest, type DataStreamValidation } from './request/stream/data-stream-request.js';
export { DataStreamTask, type StreamingRequest } from './request/stream/data-stream-task.js';
export { DataTask } from './request/data-task.js';
export type { Destination, DownloadOptions, DownloadPlace } from './request/download/download-destination.js';
export { DownloadRequest, type DownloadCancellation } from './request/download/download-request.js';
export { DownloadTask } from './request/download/download-task.js';
export type { InputStreamOptions } from './request/stream/input-stream.js';
export type { StreamProjection } from './request/stream/project-stream.js';
export { Request } from './request/request.js';
export { ResponseObservable } from './request/response-observable.js';
export { StreamObservable } from './request/stream/stream-observable.js';
export { RequestTask, type TaskControls } from './request/request-task.js';
export { ResponseTask, type TaskOptions } from './request/response-task.js';
export type { UploadBodyContent, UploadContent, UploadOptions } from './request/upload-content.js';
export { UploadRequest } from './request/upload-request.js';
export type { WebSocketConfiguration } from './request/web-socket/web-socket-configuration.js';
export { WebSocketRequest } from './request/web-socket/web-socket-request.js';
export type { RequestContext, RequestInfo, RequestState, SendPhase } from './message/request-info.js';
export type { SessionInfo, TaskInfo, TaskState } from './message/request-info.js';

// Messages
export type { BufferSource } from './message/body-bytes.js';
export { CachedURLResponse, type CacheStoragePolicy } from './message/cached-url-response.js';
export { DataResponse } from './message/data-response.js';
export { DownloadResponse } from './message/download-response.js';
export type { CancellationToken, DataStreamEvent } from './message/data-stream-event.js';
export { HTTPHeader, type HTTPHeaderField } from './message/http-header.js';
export { HTTPHeaders, type HTTPHeadersInit } from './message/http-headers.js';
export type { HTTPMethod } from './message/http-method.js';
export { HTTPURLResponse } from './message/http-url-response.js';
export type { Progress } from './message/progress.js';
export { Result, type Failure, type Success } from './message/result.js';
export type {
  ResourceFetchType,
  TaskMetrics,
  TransactionMetrics,
  TransactionTimings,
} from './message/task-metrics.js';
export type { Uploadable } from './message/uploadable.js';
export type { URLAuthenticationChallenge } from './message/url-authentication-challenge.js';
export type { URLConvertible } from './message/url-convertible.js';
export { URLCredential, type URLCredentialPersistence } from './message/url-credential.js';
export type { URLAuthenticationMethod, URLProtectionSpace } from './message/url-protection-space.js';
export {
  URLRequest,
  type CachePolicy,
  type HTTPBody,
  type URLRequestConvertible,
  type URLRequestInit,
} from './message/url-request.js';

// Errors
export type { NetworkErrorCode } from './errors/network-error-code.js';
export type { ErrorSnapshot } from './errors/error-snapshot.js';
export {
  isCancelled,
  isNetworkFailure,
  isSerializationFailure,
  isSessionError,
  isTimeout,
  isValidationFailure,
  SessionError,
} from './errors/session-error.js';
export type { SessionErrorKind } from './errors/session-failure.js';

// Encoding
export { JSONEncoding } from './encoding/json-encoding.js';
export { JSONParameterEncoder } from './encoding/json-parameter-encoder.js';
export { MultipartFormData } from './multipart/multipart-form-data.js';
export { ParameterEncoder } from './encoding/parameter-encoder.js';
export { URLEncodedFormEncoder } from './encoding/url-encoded-form-encoder.js';
export { URLEncodedFormParameterEncoder } from './encoding/url-encoded-form-parameter-encoder.js';
export { URLEncoding } from './encoding/url-encoding.js';

// Interception
export {
  AuthenticationInterceptor,
  type AuthenticationInterceptorOptions,
} from './extending/authentication-interceptor.js';
export {
  AuthenticationError,
  type AuthenticationCredential,
  type Authenticator,
  type RefreshWindow,
} from './extending/authenticator.js';
export { Interceptor, type InterceptorInit, type RequestInterceptor } from './extending/interceptor.js';
export { OfflineRetrier, type OfflineRetrierOptions } from './extending/offline-retrier.js';
export { DeflateRequestCompressor } from './extending/request-compressor.js';
export {
  ConnectionLostRetryPolicy,
  RetryAfterError,
  RetryPolicy,
  type ConnectionLostRetryPolicyOptions,
  type RetryPolicyOptions,
} from './extending/retry-policy.js';
export {
  ResponseCacher,
  type CachedResponseAnswer,
  type CachedResponseHandler,
} from './extending/cached-response-handler.js';
export { Adapter, type RequestAdapter, type RequestAdapterState } from './extending/request-adapter.js';
export {
  Redirector,
  type ProposedRedirect,
  type RedirectAnswer,
  type RedirectHandler,
} from './extending/redirect-handler.js';
export { Retrier, RetryResult, type RequestRetrier } from './extending/request-retrier.js';
export type { HTTPCookieStorage } from './transport/http-cookie-storage.js';
export type { Answer, Deferred } from './answers/answer.js';

// Validation and serialization
export type {
  AcceptableContentTypes,
  AcceptableResponse,
  AcceptableStatusCodes,
} from './extending/acceptable-response.js';
export type {
  BodyValidation,
  DownloadValidation,
  Validation,
  ValidationResult,
} from './extending/validator.js';
export type { ResponseDisposition } from './exchange/exchange.js';
export { type DecodableSchema } from './serializers/decodable-response-serializer.js';
export { type ServerSentEvent } from './serializers/event-stream-format.js';
export { hasErrorValue } from './serializers/error-value.js';
export type { ResponseSerializer } from './serializers/response-serializer.js';

// Events
export { ClosureEventMonitor, type ClosureEventMonitorOptions } from './events/closure-event-monitor.js';
export {
  CompositeEventMonitor,
  type CompositeEventMonitorOptions,
} from './events/composite-event-monitor.js';
export { ConsoleEventMonitor, type ConsoleEventMonitorOptions } from './events/console-event-monitor.js';
export type { EventMonitor } from './events/event-monitor.js';
export type {
  RequestEvent,
  SessionDidBecomeInvalid,
  SessionEvent,
  SessionEventType,
  TaskEvent,
} from './events/session-event.js';
export { SESSION_EVENT_TYPES } from './events/session-event-types.js';

// Scheduling
export { SerialScheduler, type SerialSchedulerOptions } from './scheduling/serial-scheduler.js';

// Transports of one's own
export type { Transport } from './transport/transport.js';
export type { FileManager } from './transport/file-manager.js';

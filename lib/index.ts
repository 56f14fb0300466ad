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
export type {
  WebSocketCompletion,
  WebSocketEvent,
  WebSocketEventActions,
  WebSocketHappening,
  WebSocketPingResponse,
} from './request/web-socket/web-socket-event.js';
export { WebSocketRequest } from './request/web-socket/web-socket-request.js';
export { WebSocketTask, type WebSocketStreamingOptions } from './request/web-socket/web-socket-task.js';
export type { RequestContext, RequestInfo, RequestState, SendPhase } from './message/request-info.js';
export type { SessionInfo, TaskInfo, TaskState } from './message/request-info.js';

// Messages
export type { BufferSource } from './message/body-bytes.js';
export {
  CachedURLResponse,
  type CachedURLResponseInit,
  type CacheStoragePolicy,
} from './message/cached-url-response.js';
export { DataResponse, type DataResponseInit } from './message/data-response.js';
export { DownloadResponse, type DownloadResponseInit } from './message/download-response.js';
export { SerializedResponse, type SerializedResponseInit } from './message/serialized-response.js';
export type {
  CancellationToken,
  DataStreamCompletion,
  DataStreamEnd,
  DataStreamEvent,
  DataStreamValue,
} from './message/data-stream-event.js';
export { HTTPHeader, type HTTPHeaderField } from './message/http-header.js';
export { HTTPHeaders, type HTTPHeadersInit } from './message/http-headers.js';
export type { HTTPMethod } from './message/http-method.js';
export { HTTPURLResponse, type HTTPURLResponseInit } from './message/http-url-response.js';
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
export { WebSocketCloseCode, type WebSocketClosure } from './message/web-socket-close-code.js';
export type { WebSocketMessage } from './message/web-socket-message.js';

// Errors
export { DecodingError, type DecodingIssue } from './errors/decoding-error.js';
export type {
  FailureReason,
  MultipartEncodingFailureReason,
  MultipartLimit,
  MultipartReadingFailureReason,
  ParameterEncoderFailureReason,
  ParameterEncodingFailureReason,
  ResponseSerializationFailureReason,
  ResponseValidationFailureReason,
  ServerTrustFailureReason,
  URLRequestValidationFailureReason,
} from './errors/failure-reason.js';
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
export type { SessionErrorKind, SessionFailure } from './errors/session-failure.js';

// Encoding
export type { BodyPartOptions } from './multipart/body-part.js';
export type { ByteStream } from './encoding/byte-stream.js';
export { compressed } from './encoding/compressed-content.js';
export type { CompressionCoding } from './encoding/compression.js';
export type { FormDestination } from './encoding/form-destination.js';
export type { ArrayEncoding, KeyEncoding, KeyPathEncoding } from './encoding/form-key-encoding.js';
export type {
  BoolEncoding,
  DataEncoding,
  DateEncoding,
  DateFormatter,
  NilEncoding,
} from './encoding/form-value-encoding.js';
export { JSONEncoder, type JSONEncoderOptions } from './encoding/json-encoder.js';
export { JSONEncoding, type JSONEncodingOptions } from './encoding/json-encoding.js';
export { JSONParameterEncoder, type JSONParameterEncoderOptions } from './encoding/json-parameter-encoder.js';
export {
  MultipartFormData,
  type MultipartContent,
  type MultipartFormDataOptions,
} from './multipart/multipart-form-data.js';
export { ParameterEncoder } from './encoding/parameter-encoder.js';
export type { ParameterEncoding } from './encoding/parameter-encoder.js';
export { ParameterValueError } from './encoding/parameter-value-error.js';
export type { SpaceEncoding } from './encoding/percent-escaping.js';
export {
  URLEncodedFormEncoder,
  type URLEncodedFormEncoderOptions,
} from './encoding/url-encoded-form-encoder.js';
export {
  URLEncodedFormParameterEncoder,
  type URLEncodedFormParameterEncoderOptions,
} from './encoding/url-encoded-form-parameter-encoder.js';
export { URLEncoding, type URLEncodingOptions } from './encoding/url-encoding.js';

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
export {
  DeflateRequestCompressor,
  DuplicateHeaderError,
  GzipRequestCompressor,
  RequestCompressor,
  type DuplicateHeaderBehavior,
  type RequestCompressorOptions,
} from './extending/request-compressor.js';
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
export {
  Retrier,
  RetryResult,
  type RequestFailure,
  type RequestRetrier,
} from './extending/request-retrier.js';
export type { CachingClient } from './transport/caching-client.js';
export type { CachingEnvironment, URLCaching } from './transport/url-caching.js';
export type { ServerTrustManaging } from './transport/server-trust-managing.js';
export type { HTTPCookieAcceptPolicy, HTTPCookieStorage } from './transport/http-cookie-storage.js';
export type { CredentialProvider } from './transport/credential-provider.js';
export type { Answer, Deferred } from './answers/answer.js';
export {
  NetworkReachabilityStatus,
  type ConnectionType,
  type NetworkReachability,
  type Reachability,
} from './extending/reachability.js';

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
export { DataPreprocessor } from './serializers/data-preprocessor.js';
export { DataResponseSerializer } from './serializers/data-response-serializer.js';
export type {
  DataStreamFormat,
  DataStreamParser,
  DataStreamSerializer,
} from './serializers/data-stream-serializer.js';
export {
  DecodableResponseSerializer,
  type DecodableSchema,
} from './serializers/decodable-response-serializer.js';
export type {
  AnyDownloadSerializer,
  DownloadResponseSerializer,
} from './serializers/download-response-serializer.js';
export {
  DecodableStreamSerializer,
  type DecodableStreamFormat,
  type DecodableStreamOptions,
} from './serializers/decodable-stream-serializer.js';
export {
  EventStreamFormat,
  type EventStreamOptions,
  type ServerSentEvent,
} from './serializers/event-stream-format.js';
export { Empty, withEmptyValue, type EmptyResponse } from './serializers/empty.js';
export { hasErrorValue } from './serializers/error-value.js';
export { JSONResponseSerializer } from './serializers/json-response-serializer.js';
export { LineStreamFormat, type LineStreamOptions } from './serializers/line-stream-format.js';
export { PassthroughStreamSerializer } from './serializers/passthrough-stream-serializer.js';
export type { ResponseSerializer, SerializerOptions } from './serializers/response-serializer.js';
export {
  StringResponseSerializer,
  type StringSerializerOptions,
} from './serializers/string-response-serializer.js';
export { URLResponseSerializer } from './serializers/url-response-serializer.js';
export { StringStreamSerializer, type StringStreamOptions } from './serializers/string-stream-serializer.js';

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
export type {
  BlobBody,
  BytesBody,
  FileBody,
  RequestBody,
  StreamBody,
  TextBody,
} from './transport/request-body.js';
export type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from './transport/transport.js';
export type {
  WebSocketCapabilities,
  WebSocketClient,
  WebSocketConnection,
  WebSocketHandshake,
  WebSocketTransport,
} from './transport/web-socket-transport.js';
export type { FileAttributes, FileManager, ReadingOptions } from './transport/file-manager.js';

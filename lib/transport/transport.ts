import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { ResourceFetchType, TransactionTimings } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import type { SendPhase } from '../message/request-info.js';
import type { RequestBody } from './request-body.js';
import type { CachingClient } from './caching-client.js';

/** Capabilities of a transport. Asking for more fails as `unsupported` before anything is sent. */
export interface TransportCapabilities {
  /** True if a redirect arrives as a response, for the session to follow or not. */
  readonly visibleRedirects: boolean;
  /** The kinds of body it can send. */
  readonly bodies: ReadonlySet<RequestBody['kind']>;
  /** True if the `WWW-Authenticate` of a response from this URL may be hidden. Default: never. */
  readonly hidesChallenges?: ((url: string) => boolean) | undefined;
}

/** One message to send. */
export interface TransportRequest {
  /** URLRequest with the session's headers joined and, after a redirect, without stripped ones. */
  readonly urlRequest: URLRequest;
  /** Body of the message; undefined if it has none. */
  readonly body: RequestBody | undefined;
  /** Message before this one, if it follows a redirect. State between messages is kept on it. */
  readonly previousHop: TransportTask | undefined;
  /** True if upload progress is observed. */
  readonly reportsUploadProgress: boolean;
  /** True if the response is wanted in chunks, even where upload progress cannot be reported then. */
  readonly streamsResponse?: boolean | undefined;
  /** Client of a cache on the way; undefined if there is none. */
  readonly caching?: CachingClient | undefined;
}

/**
 * Sends messages and reports their responses: the foundation of a session.
 *
 * `send` never throws and starts at once. The client is notified in this order: `didReceiveResponse` at most once,
 * `didReceiveData` any number of times, `didComplete` exactly once; `didSendBodyData` at any time before it. After
 * `cancel()` the client may or may not be notified. It may be called in any stack, also synchronously.
 */
export interface Transport {
  /** Capabilities, consulted before each message. */
  readonly capabilities: TransportCapabilities;
  /** Base of relative URLs. Undefined if they cannot be loaded. */
  readonly baseURL?: string | undefined;
  /** The absolute form of a relative URL, where that is not RFC 3986 §5 against `baseURL`; undefined: it has none. */
  absoluteURL?(relative: string): string | undefined;
  /** True if it adds fields to the first message of a task that later ones must not have, such as credentials. */
  readonly addsToFirstHop?: boolean | undefined;
  /** Sends a message and notifies the client of its events. */
  send(request: TransportRequest, client: TransportClient): TransportTask;
  /** Closes idle connections, once the running messages have ended. */
  close?(): void;
}

/** Receives the events of a message. */
export interface TransportClient {
  /** The task is queued no longer: a connection is there, and the request is being sent. */
  didLeaveQueue?(): void;
  /** An informational response, such as 103 Early Hints; any number of them, before the response. */
  didReceiveInformation?(response: HTTPURLResponse): void;
  /** The head of the response has arrived. */
  didReceiveResponse(response: HTTPURLResponse): void;
  /** Receives a chunk of the body, decoded. The bytes belong to the client. */
  didReceiveData(data: Uint8Array): void;
  /** The trailer fields, where the body has some; before `didComplete`. */
  didReceiveTrailers?(trailers: HTTPHeaders): void;
  /** `totalBytesSent` of the body have been handed to the platform's socket so far. */
  didSendBodyData(totalBytesSent: number): void;
  /** All was received, or `error` ended it: any value, made a `SessionError` by the session. */
  didComplete(error?: unknown): void;
}

/** A message on its way. */
export interface TransportTask {
  /** Lets bytes move again after `suspend()`. */
  resume(): void;
  /** Stops bytes both ways as far as the platform allows: the server feels backpressure. */
  suspend(): void;
  /** Ends it at once and closes the socket; the client is not interested any more. */
  cancel(): void;
  /** Ends it without interest in the rest of the response, keeping the connection where that is cheap. */
  discard(): void;
  /** Times of the message's phases so far, in milliseconds of the rootQueue's clock. */
  readonly timings: Readonly<TransactionTimings>;
  /** Share of the message that has left. */
  readonly sendPhase: SendPhase;
  /** True if the connection had carried another message before; undefined if unknown. */
  readonly isReusedConnection: boolean | undefined;
  /** True while it waits for one of the session's own connections: no server is silent yet. */
  readonly isQueued?: boolean;
  /** Source of the response, once it is known. Default: the network. */
  readonly resourceFetchType?: ResourceFetchType | undefined;
  /** Names, in lower case, of fields that were sent beside those of the URLRequest; undefined if none can be. */
  readonly addedHeaders?: readonly string[] | undefined;
}

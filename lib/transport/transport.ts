import type { HTTPHeaders } from '../message/http-headers.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { ResourceFetchType, TransactionTimings } from '../message/task-metrics.js';
import type { URLRequest } from '../message/url-request.js';
import type { SendPhase } from '../message/request-info.js';
import type { RequestBody } from './request-body.js';
import type { CachingClient } from './caching-client.js';

/** What a transport can do. Asking for more fails as `unsupported` before anything is sent. */
export interface TransportCapabilities {
  /** Whether a redirect response arrives as a response, to be followed or not by the session. */
  readonly visibleRedirects: boolean;
  /** The kinds of body it can send. */
  readonly bodies: ReadonlySet<RequestBody['kind']>;
  /** Whether the `WWW-Authenticate` of a response from this URL may be kept from it; none is unless given. */
  readonly hidesChallenges?: ((url: string) => boolean) | undefined;
}

/** One message to send: a hop of a task. */
export interface TransportRequest {
  /** What to send, with the session's headers joined and, after a redirect, without stripped ones. */
  readonly urlRequest: URLRequest;
  readonly body: RequestBody | undefined;
  /** The hop before this one, when it follows a redirect: what is kept between hops, is kept on it. */
  readonly previousHop: TransportTask | undefined;
  /** Whether anyone wants to know how much of the body has been sent. */
  readonly reportsUploadProgress: boolean;
  /** Whether the response is wanted as it comes, even where no upload progress can be told then. */
  readonly streamsResponse?: boolean | undefined;
  /** Asked and told by a cache on the way; undefined where there is none. */
  readonly caching?: CachingClient | undefined;
}

/**
 * Sends messages and reports what comes back: what the session stands on.
 *
 * `send` never throws and starts at once. The client is told, in this order: `didReceiveResponse` once at
 * most, `didReceiveData` any number of times, then `didComplete` exactly once; `didSendBodyData` at any time
 * before it. After `cancel()` the client may or may not be told anything more. The client may be called in
 * any stack, at once included.
 */
export interface Transport {
  readonly capabilities: TransportCapabilities;
  /** Against what relative URLs are resolved; undefined: they cannot be loaded. */
  readonly baseURL?: string | undefined;
  /** The absolute form of a relative URL, where that is not RFC 3986 §5 against `baseURL`; undefined: it has none. */
  absoluteURL?(relative: string): string | undefined;
  /** Whether it adds fields to the first message of a task that later ones must not have, such as credentials. */
  readonly addsToFirstHop?: boolean | undefined;
  send(request: TransportRequest, client: TransportClient): TransportTask;
  /** Closes what is kept open between requests, once the running ones have ended. */
  close?(): void;
}

/** Told what happens to a message. */
export interface TransportClient {
  /** The task is queued no longer: a connection is there, and the request is being sent. */
  didLeaveQueue?(): void;
  /** An informational response, such as 103 Early Hints; any number of them, before the response. */
  didReceiveInformation?(response: HTTPURLResponse): void;
  didReceiveResponse(response: HTTPURLResponse): void;
  /** A piece of the body, decoded. The bytes belong to the client from now on. */
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
  readonly timings: Readonly<TransactionTimings>;
  readonly sendPhase: SendPhase;
  readonly isReusedConnection: boolean | undefined;
  /** Whether it waits for one of the session's own connections, so that no server is silent yet. */
  readonly isQueued?: boolean;
  /** Source of the response, once it is known. Default: the network. */
  readonly resourceFetchType?: ResourceFetchType | undefined;
  /** Names, in lower case, of fields that were sent beside those of the URLRequest; undefined if none can be. */
  readonly addedHeaders?: readonly string[] | undefined;
}

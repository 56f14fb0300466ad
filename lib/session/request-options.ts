import type { ParameterEncoder } from '../encoding/parameter-encoder.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { HTTPHeadersInit } from '../message/http-headers.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { URLRequest } from '../message/url-request.js';
import type { WebSocketConfiguration } from '../request/web-socket/web-socket-configuration.js';

/**
 * Changes the URLRequest of each attempt before anybody else sees it (Alamofire's `RequestModifier`): what it
 * returns is sent, or the URLRequest it was given when it returns nothing.
 */
export type RequestModifier = (urlRequest: URLRequest) => URLRequest | void;

/** What can be said of a request whose URLRequest is made by somebody else. */
export interface ConvertibleOptions {
  /** Adapts after the session's interceptor and is asked to retry before it. */
  interceptor?: RequestInterceptor | undefined;
  /** Whether listening starts the request; the session's `startRequestsImmediately` unless given. */
  shouldAutomaticallyResume?: boolean | undefined;
  /** Cancels the request when it aborts. */
  signal?: AbortSignal | undefined;
}

/** What can be said of a request to a URL. */
export interface RequestOptions extends ConvertibleOptions {
  /** `GET` unless given; `POST` for an upload. */
  method?: HTTPMethod | undefined;
  /** Put into the URLRequest by the `encoder`, for each attempt. */
  parameters?: unknown;
  /** `URLEncodedFormParameterEncoder.default` unless given: into the query or the body, as the method asks. */
  encoder?: ParameterEncoder | undefined;
  headers?: HTTPHeadersInit | undefined;
  requestModifier?: RequestModifier | undefined;
}

/** What can be said of a WebSocketRequest whose URLRequest is made by somebody else. */
export interface WebSocketConvertibleOptions extends ConvertibleOptions {
  /** Subprotocols, the largest message, and pings. */
  configuration?: WebSocketConfiguration | undefined;
}

/** What can be said of a WebSocketRequest to a URL; its handshake is a GET. */
export interface WebSocketOptions extends Omit<RequestOptions, 'method'>, WebSocketConvertibleOptions {}

/** What can be said of a DataStreamRequest whose URLRequest is made by somebody else. */
export interface StreamConvertibleOptions extends ConvertibleOptions {
  /** Whether a value that cannot be made cancels the request, for all who listen. No unless given. */
  automaticallyCancelOnStreamError?: boolean | undefined;
}

/** What can be said of a DataStreamRequest to a URL. */
export interface StreamRequestOptions extends RequestOptions, StreamConvertibleOptions {}

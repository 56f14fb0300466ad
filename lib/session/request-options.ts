import {
  amount,
  anything,
  callable,
  flag,
  having,
  OptionBag,
  someObject,
  text,
  oneOf,
} from '../message/option-bag.js';
import type { ParameterEncoder } from '../encoding/parameter-encoder.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { HTTPHeadersInit } from '../message/http-headers.js';
import type { HTTPMethod } from '../message/http-method.js';
import type { RequestContext } from '../message/request-info.js';
import type { CachePolicy, URLRequest } from '../message/url-request.js';
import type { WebSocketConfiguration } from '../request/web-socket/web-socket-configuration.js';

/**
 * Changes the URLRequest of each attempt before adapters see it (Alamofire's `RequestModifier`). Returns the changed one,
 * or nothing to keep it.
 */
export type RequestModifier = (urlRequest: URLRequest) => URLRequest | void;

/** Options of a request to a {@link URLRequestConvertible}, which brings its own method, headers and body. */
export interface ConvertibleOptions {
  /** Adapts after the session's interceptor, and is asked to retry before it. */
  interceptor?: RequestInterceptor | undefined;
  /** Lets the first listener start the request. Default: the session's `startRequestsImmediately`. */
  shouldAutomaticallyResume?: boolean | undefined;
  /** Cancels the request when it aborts. The signal's reason becomes the error's `cause`. */
  signal?: AbortSignal | undefined;
  /** Longest silence in milliseconds, restarted by bytes either way. Default: the URLRequest's, then the session's. */
  timeout?: number | undefined;
  /** Longest duration in milliseconds, redirects and retries included. Default: the session's. */
  timeoutIntervalForResource?: number | undefined;
  /** Values for adapters, retriers, monitors and handlers, such as `{ skipToken: true }`. Default: an empty object. */
  context?: RequestContext | undefined;
}

/** Options of a request to a URL. */
export interface RequestOptions extends ConvertibleOptions {
  /** HTTP method. Default: `GET`, for an upload `POST`. */
  method?: HTTPMethod | undefined;
  /** Values that the `encoder` puts into the URLRequest of each attempt. */
  parameters?: unknown;
  /** Encoder of the parameters. Default: `URLEncodedFormParameterEncoder.default`, into the query or the body by method. */
  encoder?: ParameterEncoder | undefined;
  /** Header fields. They win over the session's of equal names. */
  headers?: HTTPHeadersInit | undefined;
  /** Changes the URLRequest of each attempt, after the parameters were encoded. */
  requestModifier?: RequestModifier | undefined;
  /** Use of caches. Default: the session's `requestCachePolicy`. */
  cachePolicy?: CachePolicy | undefined;
}

/** Options of a WebSocketRequest to a {@link URLRequestConvertible}. */
export interface WebSocketConvertibleOptions extends ConvertibleOptions {
  /** Subprotocols, the largest message, and pings. */
  configuration?: WebSocketConfiguration | undefined;
}

/** Options of a WebSocketRequest to a URL. The handshake is a GET. */
export interface WebSocketOptions extends Omit<RequestOptions, 'method'>, WebSocketConvertibleOptions {}

/** Options of a DataStreamRequest to a {@link URLRequestConvertible}. */
export interface StreamConvertibleOptions extends ConvertibleOptions {
  /** Cancels the request for all listeners if a value cannot be parsed. Default: false. */
  automaticallyCancelOnStreamError?: boolean | undefined;
}

/** Options of a DataStreamRequest to a URL. */
export interface StreamRequestOptions extends RequestOptions, StreamConvertibleOptions {}

/** Accepts a {@link CachePolicy}. */
export const cachePolicy = oneOf(
  'useProtocolCachePolicy',
  'reloadIgnoringLocalCacheData',
  'reloadRevalidatingCacheData',
  'returnCacheDataElseLoad',
  'returnCacheDataDontLoad',
);

/** Rules of {@link ConvertibleOptions}, to be joined with those of the options that extend them. */
export const CONVERTIBLE_RULES = {
  interceptor: anything, // judged where it is asked
  shouldAutomaticallyResume: flag,
  signal: having('an AbortSignal', 'addEventListener'),
  timeout: amount,
  timeoutIntervalForResource: amount,
  context: someObject,
};

/** Rules of {@link RequestOptions}, to be joined with those of the options that extend them. */
export const REQUEST_RULES = {
  ...CONVERTIBLE_RULES,
  method: text,
  parameters: anything,
  encoder: having('a ParameterEncoder', 'encode'),
  headers: someObject,
  requestModifier: callable,
  cachePolicy,
};

const { method: _method, ...WITHOUT_METHOD } = REQUEST_RULES;
const STREAM = { automaticallyCancelOnStreamError: flag };
const WEB_SOCKET = { configuration: someObject };

/** Readers of the options of each kind of request, to a URL and to a convertible. */
export const REQUEST_OPTIONS = {
  data: {
    url: /* @__PURE__ */ new OptionBag<RequestOptions>('request options', REQUEST_RULES),
    convertible: /* @__PURE__ */ new OptionBag<ConvertibleOptions>(
      'options beside a URLRequest',
      CONVERTIBLE_RULES,
    ),
  },
  stream: {
    url: /* @__PURE__ */ new OptionBag<StreamRequestOptions>('stream options', {
      ...REQUEST_RULES,
      ...STREAM,
    }),
    convertible: /* @__PURE__ */ new OptionBag<StreamConvertibleOptions>(
      'stream options beside a URLRequest',
      {
        ...CONVERTIBLE_RULES,
        ...STREAM,
      },
    ),
  },
  webSocket: {
    url: /* @__PURE__ */ new OptionBag<WebSocketOptions>('WebSocket options', {
      ...WITHOUT_METHOD,
      ...WEB_SOCKET,
    }),
    convertible: /* @__PURE__ */ new OptionBag<WebSocketConvertibleOptions>(
      'WebSocket options beside a URLRequest',
      {
        ...CONVERTIBLE_RULES,
        ...WEB_SOCKET,
      },
    ),
  },
};

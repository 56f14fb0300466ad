import type { AxiosInstance } from 'axios';
import type { SchedulerLike } from 'rxjs';
import type { EventMonitor } from '../events/event-monitor.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import { anything, flag, having, list, oneOf, OptionBag, someObject } from '../message/option-bag.js';
import type { ServerTrustManaging } from '../transport/server-trust-managing.js';
import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import type { SessionConfiguration, SessionConfigurationInit } from './session-configuration.js';
import type { SessionDelegate } from './session-delegate.js';

/** Options of a {@link Session}. Wrong ones fail each of its requests, with a sentence that names the option. */
export interface SessionOptions {
  /** Configuration, or the values of one. */
  configuration?: SessionConfiguration | SessionConfigurationInit | undefined;
  /**
   * An axios instance of the caller's to stand on; the session makes its own unless given. Connections are the
   * instance's business: `connectTimeout` and `httpMaximumConnectionsPerHost` speak of the session's own.
   */
  session?: AxiosInstance | undefined;
  /** Another transport to stand on, such as a stub for tests; not beside a `session`. */
  transport?: Transport | undefined;
  /** Transport of WebSockets, such as a stub for tests. Default: the platform's own. */
  webSocketTransport?: WebSocketTransport | undefined;
  /** Receives every event of a task. Default: a {@link SessionDelegate}. */
  delegate?: SessionDelegate | undefined;
  /** Made serial where it is not; a `SerialScheduler` unless given. A TestScheduler runs the session in virtual time. */
  rootQueue?: SchedulerLike | undefined;
  /** Queue on which URLRequests are created and adapted. Default: the rootQueue. */
  requestQueue?: SchedulerLike | undefined;
  /** Queue on which responses are serialized. Default: the rootQueue. */
  serializationQueue?: SchedulerLike | undefined;
  /** Lets the first listener start a request. Default: true. */
  startRequestsImmediately?: boolean | undefined;
  /**
   * Moment at which a request prepares its task: when it starts (`'lazy'`) or when it is created. Default: `'lazy'`.
   */
  requestSetup?: 'lazy' | 'eager' | undefined;
  /** Adapts every request before its own interceptor, and is asked to retry after it. */
  interceptor?: RequestInterceptor | undefined;
  /**
   * Decides whom the session trusts, as `ServerTrustManager` of `rxsession/node` does; Node does by itself unless given.
   * It judges the connections that the session makes itself: beside a `session`, a `transport` or a
   * `webSocketTransport`, and in browsers, each request fails as `unsupported`.
   */
  serverTrustManager?: ServerTrustManaging | undefined;
  /** Decides about redirects of requests that have no handler of their own; they are followed unless given. */
  redirectHandler?: RedirectHandler | undefined;
  /**
   * Decides about storing responses of requests without a handler of their own. Default: the `urlCache` stores all it
   * may.
   */
  cachedResponseHandler?: CachedResponseHandler | undefined;
  /** Monitors of everything that happens in the session, notified in order. */
  eventMonitors?: readonly EventMonitor[] | undefined;
}

const scheduler = having('an RxJS scheduler', 'schedule');

/** Reader of {@link SessionOptions}. */
export const SESSION_OPTIONS = /* @__PURE__ */ new OptionBag<SessionOptions>('session options', {
  configuration: someObject,
  session: having('an axios instance', 'request'),
  transport: having('a Transport', 'send'),
  webSocketTransport: having('a WebSocketTransport', 'open'),
  delegate: having('a SessionDelegate', 'taskDidComplete'),
  rootQueue: scheduler,
  requestQueue: scheduler,
  serializationQueue: scheduler,
  startRequestsImmediately: flag,
  requestSetup: oneOf('lazy', 'eager'),
  interceptor: anything, // judged where it is asked
  serverTrustManager: having('a ServerTrustManager', 'serverTrustEvaluator'),
  redirectHandler: having('a RedirectHandler', 'redirect'),
  cachedResponseHandler: having('a CachedResponseHandler', 'dataTask'),
  eventMonitors: list,
});

/** Options that a session keeps if others of its options make no sense: its requests fail where they would have run. */
export const KEPT_OPTIONS = [
  'rootQueue',
  'requestQueue',
  'serializationQueue',
  'delegate',
  'eventMonitors',
  'startRequestsImmediately',
  'requestSetup',
] as const satisfies readonly (keyof SessionOptions)[];

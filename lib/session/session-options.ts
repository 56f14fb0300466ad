import type { AxiosInstance } from 'axios';
import type { SchedulerLike } from 'rxjs';
import type { SessionInfo } from '../message/request-info.js';
import { captureAsyncContext } from '../answers/async-context.js';
import type { ServerTrustHandling, ServerTrustManaging } from '../transport/server-trust-managing.js';
import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import { SessionError } from '../errors/session-error.js';
import { CompositeEventMonitor } from '../events/composite-event-monitor.js';
import { EventHub } from '../events/event-hub.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { TransportConfiguration } from '../transport/platform.js';
import { serverTrustHandling } from './server-trust-handling.js';
import { SessionConfiguration, type SessionConfigurationInit } from './session-configuration.js';
import type { SessionParts } from './session-core.js';
import { SessionDelegate } from './session-delegate.js';
import type { SessionPlatform } from './session-platform.js';

/** What a session is made of; what is left out has its default. */
export interface SessionOptions {
  /** How the session behaves. */
  configuration?: SessionConfiguration | SessionConfigurationInit | undefined;
  /**
   * An axios instance of the caller's to stand on; the session makes its own unless given. Connections are the
   * instance's business: `connectTimeout` and `httpMaximumConnectionsPerHost` speak of the session's own.
   */
  session?: AxiosInstance | undefined;
  /** Another transport to stand on, such as a stub for tests; not beside a `session`, which throws a TypeError. */
  transport?: Transport | undefined;
  /** What WebSocketRequests stand on, such as a stub for tests; the platform's own WebSockets unless given. */
  webSocketTransport?: WebSocketTransport | undefined;
  delegate?: SessionDelegate | undefined;
  /** Made serial where it is not; a `SerialScheduler` unless given. A TestScheduler runs the session in virtual time. */
  rootQueue?: SchedulerLike | undefined;
  /** Where URLRequests are made and adapted; the rootQueue unless given. */
  requestQueue?: SchedulerLike | undefined;
  /** Where responses are serialized; the rootQueue unless given. */
  serializationQueue?: SchedulerLike | undefined;
  /** Whether listening starts a request; true unless given. */
  startRequestsImmediately?: boolean | undefined;
  /** Whether a request prepares its task when it is started (`'lazy'`, unless given) or when it is made. */
  requestSetup?: 'lazy' | 'eager' | undefined;
  /** Adapts every request before its own interceptor, and is asked to retry after it. */
  interceptor?: RequestInterceptor | undefined;
  /**
   * Decides whom the session trusts, as `ServerTrustManager` of `rxsession/node` does; Node does by itself unless given.
   * It judges the connections that the session makes itself: beside a `session`, a `transport` or a
   * `webSocketTransport`, and in browsers, the constructor throws a `SessionError` of kind `unsupported`.
   */
  serverTrustManager?: ServerTrustManaging | undefined;
  /** Decides about redirects of requests that have no handler of their own; they are followed unless given. */
  redirectHandler?: RedirectHandler | undefined;
  eventMonitors?: readonly EventMonitor[] | undefined;
}

/** What is read from the options of a session, all of it decided. */
export interface SessionSetup extends SessionParts {
  readonly instance: AxiosInstance | undefined;
  readonly eventMonitor: CompositeEventMonitor;
  readonly defaultEventMonitors: readonly EventMonitor[];
  /** What transports of the session's own are told. */
  readonly ownTransport: TransportConfiguration;
}

/** Decides what the options leave open. */
export function partsOf(options: SessionOptions, platform: SessionPlatform, info: SessionInfo): SessionSetup {
  const configuration = configurationOf(options.configuration);
  const rootQueue = SerialScheduler.from(options.rootQueue, 'rootQueue');
  const defaultEventMonitors = platform.makeDefaultEventMonitors();
  const monitors = [...defaultEventMonitors, ...(options.eventMonitors ?? [])];
  const eventMonitor = new CompositeEventMonitor({ monitors });
  const events = new EventHub(monitors);
  const serverTrust = serverTrustHandling(options, platform);
  const delegate = options.delegate ?? new SessionDelegate();
  delegate.attach(events);
  const own = transportConfiguration(configuration, rootQueue, serverTrust);
  return {
    info,
    configuration,
    rootQueue,
    ownTransport: own,
    requestQueue: queueOf(options.requestQueue, rootQueue, 'requestQueue'),
    serializationQueue: queueOf(options.serializationQueue, rootQueue, 'serializationQueue'),
    ...withCookies(transportOf(options, own, platform), configuration, platform),
    delegate,
    events,
    eventMonitor,
    defaultEventMonitors,
    interceptor: options.interceptor,
    redirectHandler: options.redirectHandler,
    fileTransport: platform.fileTransport,
    loadChallengeAnswerer: () => platform.loadChallengeAnswerer(),
    loadRedirectFollower: () => platform.loadRedirectFollower(),
    startRequestsImmediately: options.startRequestsImmediately ?? true,
    requestSetup: options.requestSetup ?? 'lazy',
    captureContext: () => captureAsyncContext(platform),
  };
}

function configurationOf(given: SessionOptions['configuration']): SessionConfiguration {
  return given instanceof SessionConfiguration ? given : new SessionConfiguration(given);
}

function queueOf(
  given: SchedulerLike | undefined,
  rootQueue: SerialScheduler,
  label: string,
): SerialScheduler {
  return given === undefined ? rootQueue : SerialScheduler.from(given, label);
}

function transportOf(
  { transport, session }: SessionOptions,
  own: TransportConfiguration,
  platform: SessionPlatform,
): { transport: Transport; instance: AxiosInstance | undefined } {
  if (transport !== undefined && session !== undefined) {
    throw new TypeError('A session stands on an axios instance or on another transport, not on both.');
  }
  if (transport !== undefined) return { transport, instance: undefined };
  if (session !== undefined) return { transport: platform.transportOver(session), instance: session };
  return platform.makeTransport(own);
}

/** Cookies are carried past whatever the session stands on. */
function withCookies<Parts extends { readonly transport: Transport }>(
  parts: Parts,
  configuration: SessionConfiguration,
  platform: SessionPlatform,
): Parts {
  return { ...parts, transport: carryingCookies(parts.transport, configuration, platform) };
}

/** The transport, past which the cookies of the session are carried, where it has any. */
export function carryingCookies(
  transport: Transport,
  { cookieStorage, httpShouldSetCookies, httpCookieAcceptPolicy }: SessionConfiguration,
  platform: SessionPlatform,
): Transport {
  if (cookieStorage === undefined) return transport;
  if (platform.withCookies === undefined) {
    const feature = 'a cookieStorage: browsers keep their cookies themselves';
    throw new SessionError({ kind: 'unsupported', feature });
  }
  const handling = { cookieStorage, httpShouldSetCookies, httpCookieAcceptPolicy };
  return platform.withCookies(transport, handling);
}

/** What the session's own transports are told of it. */
function transportConfiguration(
  { connectTimeout, httpMaximumConnectionsPerHost }: SessionConfiguration,
  rootQueue: SerialScheduler,
  serverTrust: ServerTrustHandling | undefined,
): TransportConfiguration {
  return { connectTimeout, httpMaximumConnectionsPerHost, rootQueue, serverTrust };
}

import type { AxiosInstance } from 'axios';
import type { SchedulerLike } from 'rxjs';
import { captureAsyncContext } from '../answers/async-context.js';
import { SessionError } from '../errors/session-error.js';
import { HTTPHeaders } from '../message/http-headers.js';
import { ownFields, withOptions } from '../message/option-bag.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { Platform, OwnTransport, TransportConfiguration } from '../transport/platform.js';
import type { ServerTrustHandling } from '../transport/server-trust-managing.js';
import type { Transport } from '../transport/transport.js';
import { SessionConfiguration, type SessionConfigurationInit } from './session-configuration.js';
import type { SessionOptions } from './session-options.js';
import type { SessionPlatform } from './session-platform.js';

export function configurationOf(given: SessionOptions['configuration']): SessionConfiguration {
  return given instanceof SessionConfiguration ? given : new SessionConfiguration(given);
}

export function queueOf(
  given: SchedulerLike | undefined,
  rootQueue: SerialScheduler,
  label: string,
): SerialScheduler {
  return given === undefined ? rootQueue : SerialScheduler.from(given, label);
}

/** Connections that a session stands on, shared with the sessions that extend it. The last of them closes the transport. */
export class Foundation {
  #users = 1;

  readonly transport: Transport;
  readonly #source: Partial<OwnTransport>;

  constructor(
    source: Pick<OwnTransport, 'transport'> & Partial<OwnTransport>,
    /** Facts about the session that opened it, for transports of its own. */
    readonly ownTransport: TransportConfiguration,
  ) {
    this.transport = source.transport;
    this.#source = source;
  }

  /** The session's own axios instance, or the caller's; undefined over another transport. */
  get instance(): AxiosInstance | undefined {
    return this.#source.instance;
  }

  share(): this {
    this.#users += 1;
    return this;
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.transport.close?.();
  }
}

/** Opens the connections of a session: another transport, the caller's axios instance, or a transport of its own. */
export function makeFoundation(
  options: SessionOptions,
  configuration: SessionConfiguration,
  rootQueue: SerialScheduler,
  platform: SessionPlatform,
): Foundation {
  const { transport, session } = options;
  const own = transportConfiguration(configuration, rootQueue, serverTrustHandling(options, platform));
  if (transport !== undefined && session !== undefined) {
    throw new TypeError('session options: "session" and "transport" exclude each other');
  }
  if (transport !== undefined) return new Foundation({ transport }, own);
  if (session === undefined) return new Foundation(platform.makeTransport(own), own);
  return new Foundation({ transport: platform.transportOver(session), instance: session }, own);
}

/** Options of a session that extends another: given ones replace, headers merge. It has a delegate of its own. */
export function extendedOptions(of: SessionOptions, by: SessionOptions): SessionOptions {
  const { delegate, configuration } = by;
  return withOptions(withOptions(of, by), {
    delegate,
    configuration: extendedConfiguration(of.configuration, configuration),
  });
}

function extendedConfiguration(
  of: SessionOptions['configuration'],
  by: SessionOptions['configuration'],
): SessionOptions['configuration'] {
  if (by === undefined || by instanceof SessionConfiguration) return by ?? of;
  const before = configurationOf(of);
  const given = ownFields(by);
  const headers = before.headers.merging(HTTPHeaders.from(given.headers));
  return withOptions(before as SessionConfigurationInit, { ...given, headers });
}

/** True unless an option of the connections themselves is given, which opens new ones. */
export function sharesConnections({
  session,
  transport,
  serverTrustManager,
  configuration,
}: SessionOptions): boolean {
  const { connectTimeout, httpMaximumConnectionsPerHost } = ownFields(configuration);
  const ofConnections = [
    session,
    transport,
    serverTrustManager,
    connectTimeout,
    httpMaximumConnectionsPerHost,
  ];
  return ofConnections.every((option) => option === undefined);
}

/** Wraps a transport in one that carries the session's cookies, if the session has a storage for them. */
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
  return platform.withCookies(transport, { cookieStorage, httpShouldSetCookies, httpCookieAcceptPolicy });
}

/** Wraps a transport in one that answers from the session's cache, or carries out the cache policies without one. */
export function cached(
  transport: Transport,
  { urlCache, secretHeaders }: SessionConfiguration,
  rootQueue: SerialScheduler,
  platform: SessionPlatform,
): Transport {
  if (platform.withCache !== undefined) {
    return platform.withCache(transport, urlCache, { rootQueue, secretHeaders });
  }
  if (urlCache === undefined) return transport;
  throw new SessionError({ kind: 'unsupported', feature: 'a urlCache: browsers have a cache of their own' });
}

/** Facts about a session for transports of its own. */
function transportConfiguration(
  { connectTimeout, httpMaximumConnectionsPerHost }: SessionConfiguration,
  rootQueue: SerialScheduler,
  serverTrust: ServerTrustHandling | undefined,
): TransportConfiguration {
  return { connectTimeout, httpMaximumConnectionsPerHost, rootQueue, serverTrust };
}

/**
 * Trust manager of a session, with the context it runs in. Throws `unsupported` where nothing would ask it: in browsers,
 * and beside a transport of the caller's, which opens its own connections.
 */
export function serverTrustHandling(
  {
    serverTrustManager,
    session,
    transport,
    webSocketTransport,
  }: Pick<SessionOptions, 'serverTrustManager'> & {
    readonly session?: object | undefined;
    readonly transport?: object | undefined;
    readonly webSocketTransport?: object | undefined;
  },
  platform: Platform,
): ServerTrustHandling | undefined {
  if (serverTrustManager === undefined) return undefined;
  if (!platform.evaluatesServerTrust) throw unsupported('browsers judge servers themselves');
  if (session ?? transport ?? webSocketTransport) {
    throw unsupported('only the connections of the session itself are judged');
  }
  return { serverTrustManager, runInContext: captureAsyncContext(platform) };
}

function unsupported(why: string): SessionError {
  return new SessionError({ kind: 'unsupported', feature: `a serverTrustManager: ${why}` });
}

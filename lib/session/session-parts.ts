import type { AxiosInstance } from 'axios';
import type { SchedulerLike } from 'rxjs';
import { captureAsyncContext } from '../answers/async-context.js';
import { SessionError } from '../errors/session-error.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { Platform, TransportConfiguration } from '../transport/platform.js';
import type { ServerTrustHandling } from '../transport/server-trust-managing.js';
import type { Transport } from '../transport/transport.js';
import { SessionConfiguration } from './session-configuration.js';
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

/** Transport that a session stands on: another one, the caller's axios instance, or its own. */
export function transportOf(
  { transport, session }: SessionOptions,
  own: TransportConfiguration,
  platform: SessionPlatform,
): { transport: Transport; instance: AxiosInstance | undefined } {
  if (transport !== undefined && session !== undefined) {
    throw new TypeError('session options: "session" and "transport" exclude each other');
  }
  if (transport !== undefined) return { transport, instance: undefined };
  if (session !== undefined) return { transport: platform.transportOver(session), instance: session };
  return platform.makeTransport(own);
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
export function transportConfiguration(
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

import type { AxiosInstance } from 'axios';
import type { SchedulerLike } from 'rxjs';
import type { ContextKeeper } from '../answers/context.js';
import type { CookieHandling } from './http-cookie-storage.js';
import type { ServerTrustHandling } from './server-trust-managing.js';
import type { Transport } from './transport.js';
import type { CachingEnvironment, URLCaching } from './url-caching.js';
import type { EventMonitor } from '../events/event-monitor.js';

/** Parts that a platform contributes to a session, selected by the package's import conditions. */
export interface Platform extends ContextKeeper {
  /** A transport over an axios instance made for one session alone. */
  makeTransport(configuration: TransportConfiguration): OwnTransport;
  /** A transport over an axios instance that a caller made and keeps. */
  transportOver(instance: AxiosInstance): Transport;
  /** Past another transport, with cookies; undefined where the platform has cookies of its own. */
  readonly withCookies: ((transport: Transport, handling: CookieHandling) => Transport) | undefined;
  /**
   * Wraps a transport in a cache, or in the cache policies of requests for caches on the way. Undefined where the
   * platform has a cache of its own.
   */
  readonly withCache:
    | ((transport: Transport, cache: URLCaching | undefined, environment: CachingEnvironment) => Transport)
    | undefined;
  /** True if its own transports ask a manager about each server before they send anything. */
  readonly evaluatesServerTrust: boolean;
  /** Creates the monitors that every session has. They cost nothing while nobody listens. */
  makeDefaultEventMonitors(): EventMonitor[];
}

export interface OwnTransport {
  readonly transport: Transport;
  /** May be made when it is first read. */
  readonly instance: AxiosInstance;
}

/** Facts about a session for a transport of its own. */
export interface TransportConfiguration {
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connectTimeout: number;
  readonly httpMaximumConnectionsPerHost: number;
  /** Carries the connect timeout and the clock of the timings. */
  readonly rootQueue: SchedulerLike;
  /** Undefined where the platform judges servers by itself. */
  readonly serverTrust?: ServerTrustHandling | undefined;
}

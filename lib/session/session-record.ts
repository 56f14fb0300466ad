import type { Observable } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import { captureAsyncContext } from '../answers/async-context.js';
import type { RunInContext } from '../answers/context.js';
import { asSessionError, SessionError } from '../errors/session-error.js';
import { CompositeEventMonitor } from '../events/composite-event-monitor.js';
import { EventHub } from '../events/event-hub.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { SessionEvent } from '../events/session-event.js';
import type { ExchangeLimits } from '../exchange/exchange-session.js';
import type { ChallengeAnswerer } from '../exchange/message/challenge-answerer.js';
import type { MakeCachingClient } from '../exchange/message/caching-client.js';
import type { RedirectFollower } from '../exchange/message/redirect-follower.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { CachePolicy } from '../message/url-request.js';
import type { SessionInfo } from '../message/request-info.js';
import type { RequestSession, SessionMember } from '../request/request-session.js';
import { Deadlines } from '../scheduling/deadlines.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { Roster } from '../scheduling/roster.js';
import { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { CredentialProvider } from '../transport/credential-provider.js';
import type { HTTPCookieStorage } from '../transport/http-cookie-storage.js';
import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import {
  cached,
  carryingCookies,
  configurationOf,
  extendedOptions,
  makeFoundation,
  queueOf,
  sharesConnections,
  type Foundation,
} from './session-parts.js';
import type { SessionConfiguration } from './session-configuration.js';
import { SessionDelegate } from './session-delegate.js';
import { KEPT_OPTIONS, SESSION_OPTIONS, type SessionOptions } from './session-options.js';
import type { SessionPlatform } from './session-platform.js';

/**
 * Record of a session: its options, the parts it builds of them, and the active requests. Options that make no sense
 * throw nothing: they are the {@link invalidity} that each request fails with.
 */
export class SessionRecord implements RequestSession {
  readonly rootQueue: SerialScheduler;
  readonly requestQueue: SerialScheduler;
  readonly serializationQueue: SerialScheduler;
  readonly foundation: Foundation;
  readonly transport: Transport;
  readonly webSocketTransport: WebSocketTransport | undefined;
  readonly configuration: SessionConfiguration;
  readonly delegate: SessionDelegate;
  readonly events: EventHub;
  readonly eventMonitor: CompositeEventMonitor;
  readonly defaultEventMonitors: readonly EventMonitor[];
  readonly allEvents: Observable<SessionEvent>;
  readonly interceptor: RequestInterceptor | undefined;
  readonly redirectHandler: RedirectHandler | undefined;
  readonly cachedResponseHandler: CachedResponseHandler | undefined;
  readonly makeCachingClient: MakeCachingClient | undefined;
  readonly requestCachePolicy: CachePolicy;
  readonly startRequestsImmediately: boolean;
  readonly requestSetup: 'lazy' | 'eager';
  readonly limits: ExchangeLimits;
  readonly headers: HTTPHeaders;
  readonly secretHeaders: ReadonlySet<string>;
  readonly cookieStorage: HTTPCookieStorage | undefined;
  readonly credentialStorage: CredentialProvider | undefined;
  readonly fileTransport: Transport | undefined;
  readonly loadChallengeAnswerer: () => Answer<ChallengeAnswerer>;
  readonly loadRedirectFollower: () => Answer<RedirectFollower>;
  readonly captureContext: () => RunInContext;
  readonly deadlines: Deadlines;
  /** Requests whose exchange has begun and is not over. */
  readonly active = new Roster<SessionMember>();
  /** Error that each new request fails with; undefined while the session takes requests. */
  invalidity: SessionError | undefined;
  #taskCount = 0;
  #isClosed = false;
  readonly #waitingForEnd = new Set<(request: SessionMember) => void>();

  constructor(
    /** Options as they were read. */
    readonly options: SessionOptions,
    platform: SessionPlatform,
    readonly info: SessionInfo,
    shared?: Foundation,
  ) {
    const configuration = configurationOf(options.configuration);
    const rootQueue = SerialScheduler.from(options.rootQueue, 'rootQueue');
    this.configuration = configuration;
    this.rootQueue = rootQueue;
    this.requestQueue = queueOf(options.requestQueue, rootQueue, 'requestQueue');
    this.serializationQueue = queueOf(options.serializationQueue, rootQueue, 'serializationQueue');
    this.deadlines = new Deadlines(rootQueue);
    this.foundation = shared ?? makeFoundation(options, configuration, rootQueue, platform);
    const storing = cached(this.foundation.transport, configuration, rootQueue, platform);
    this.transport = carryingCookies(storing, configuration, platform);
    this.makeCachingClient = configuration.urlCache && platform.makeCachingClient;
    this.webSocketTransport = options.webSocketTransport;
    this.fileTransport = platform.fileTransport;
    this.defaultEventMonitors = platform.makeDefaultEventMonitors();
    const monitors = [...this.defaultEventMonitors, ...(options.eventMonitors ?? [])];
    this.eventMonitor = new CompositeEventMonitor({ monitors });
    this.events = new EventHub(monitors);
    this.allEvents = this.events.events;
    this.delegate = options.delegate ?? new SessionDelegate();
    this.delegate.attach(this.events);
    this.interceptor = options.interceptor;
    this.redirectHandler = options.redirectHandler;
    this.cachedResponseHandler = options.cachedResponseHandler;
    this.requestCachePolicy = configuration.requestCachePolicy;
    this.startRequestsImmediately = options.startRequestsImmediately ?? true;
    this.requestSetup = options.requestSetup ?? 'lazy';
    this.limits = configuration;
    this.headers = configuration.headers;
    this.secretHeaders = configuration.secretHeaders;
    this.cookieStorage = configuration.httpShouldSetCookies ? configuration.cookieStorage : undefined;
    this.credentialStorage = configuration.credentialStorage;
    this.loadChallengeAnswerer = () => platform.loadChallengeAnswerer();
    this.loadRedirectFollower = () => platform.loadRedirectFollower();
    this.captureContext = () => captureAsyncContext(platform);
  }

  /** Reads the options. If they make no sense, returns the record of a session whose requests fail with the reason. */
  static of(
    options: SessionOptions | undefined,
    platform: SessionPlatform,
    info: SessionInfo,
  ): SessionRecord {
    try {
      return new SessionRecord(SESSION_OPTIONS.read(options), platform, info);
    } catch (cause) {
      return SessionRecord.refusing(cause, options, platform, info);
    }
  }

  /** Record of a session whose requests fail with `cause`, where they would have run. */
  static refusing(
    cause: unknown,
    options: SessionOptions | undefined,
    platform: SessionPlatform,
    info: SessionInfo,
  ): SessionRecord {
    const kept = SESSION_OPTIONS.salvage(options, KEPT_OPTIONS);
    const record = new SessionRecord(kept, platform, info);
    record.invalidity = asSessionError(cause, (error) => ({ kind: 'createURLRequestFailed', error }));
    return record;
  }

  /** Reads the options of a session that extends the one of this record. */
  extended(by: SessionOptions | undefined, platform: SessionPlatform, info: SessionInfo): SessionRecord {
    try {
      const given = SESSION_OPTIONS.read(by);
      const options = extendedOptions(this.options, given);
      const shared = sharesConnections(given) ? this.foundation.share() : undefined;
      return new SessionRecord(options, platform, info, shared);
    } catch (cause) {
      return SessionRecord.refusing(cause, this.options, platform, info);
    }
  }

  nextTaskID(): number {
    this.#taskCount += 1;
    return this.#taskCount;
  }

  didStart(request: SessionMember): void {
    this.active.add(request);
  }

  didEnd(request: SessionMember): void {
    this.active.delete(request);
    for (const didEnd of this.#waitingForEnd) didEnd(request);
    if (this.invalidity !== undefined) this.#closeWhenIdle();
  }

  /** Calls back on the rootQueue once none of these requests is active. */
  whenEnded(requests: readonly SessionMember[], callback: () => void): void {
    const left = new Set(requests.filter((request) => this.active.has(request)));
    if (left.size === 0) {
      callback();
      return;
    }
    const didEnd = (request: SessionMember): void => {
      left.delete(request);
      if (left.size > 0) return;
      this.#waitingForEnd.delete(didEnd);
      callback();
    };
    this.#waitingForEnd.add(didEnd);
  }

  /** Refuses new requests; `interruption`, if given, ends the running ones. */
  invalidate(interruption: SessionError | undefined): void {
    this.rootQueue.enqueue(() => {
      this.invalidity ??= interruption ?? new SessionError({ kind: 'sessionInvalidated' });
      if (interruption !== undefined) for (const request of [...this.active]) request.interrupt(interruption);
      this.#closeWhenIdle();
    });
  }

  #closeWhenIdle(): void {
    if (this.#isClosed || this.active.size > 0) return;
    this.#isClosed = true;
    reportingFailure(() => {
      this.foundation.release();
    });
    reportingFailure(() => {
      this.delegate.sessionDidBecomeInvalid(undefined);
    });
    this.events.complete();
  }
}

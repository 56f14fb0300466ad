import type { Observable } from 'rxjs';
import type { RunInContext } from '../answers/context.js';
import type { Answer } from '../answers/answer.js';
import type { CredentialProvider } from '../transport/credential-provider.js';
import type { HTTPCookieStorage } from '../transport/http-cookie-storage.js';
import type { SessionInfo } from '../message/request-info.js';
import type { Transport } from '../transport/transport.js';
import { SessionError } from '../errors/session-error.js';
import type { EventHub } from '../events/event-hub.js';
import type { SessionEvent } from '../events/session-event.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { ExchangeLimits } from '../exchange/exchange-session.js';
import type { ChallengeAnswerer } from '../exchange/message/challenge-answerer.js';
import type { RedirectFollower } from '../exchange/message/redirect-follower.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { RequestSession, SessionMember } from '../request/request-session.js';
import { Deadlines } from '../scheduling/deadlines.js';
import { reportingFailure } from '../scheduling/report-unhandled-error.js';
import { Roster } from '../scheduling/roster.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { SessionConfiguration } from './session-configuration.js';
import type { SessionDelegate } from './session-delegate.js';

/** What a session is made of, once its options have been read. */
export interface SessionParts {
  readonly info: SessionInfo;
  readonly rootQueue: SerialScheduler;
  readonly requestQueue: SerialScheduler;
  readonly serializationQueue: SerialScheduler;
  readonly transport: Transport;
  readonly delegate: SessionDelegate;
  readonly events: EventHub;
  readonly configuration: SessionConfiguration;
  readonly interceptor: RequestInterceptor | undefined;
  readonly redirectHandler: RedirectHandler | undefined;
  readonly fileTransport: Transport | undefined;
  readonly loadChallengeAnswerer: () => Answer<ChallengeAnswerer>;
  readonly loadRedirectFollower: () => Answer<RedirectFollower>;
  readonly startRequestsImmediately: boolean;
  readonly requestSetup: 'lazy' | 'eager';
  readonly captureContext: () => RunInContext;
}

/** The requests a session is busy with, and how long it takes new ones: what its requests know of it. */
export class SessionCore implements RequestSession {
  readonly info: SessionInfo;
  readonly rootQueue: SerialScheduler;
  readonly requestQueue: SerialScheduler;
  readonly serializationQueue: SerialScheduler;
  readonly transport: Transport;
  readonly delegate: SessionDelegate;
  readonly events: EventHub;
  readonly allEvents: Observable<SessionEvent>;
  readonly interceptor: RequestInterceptor | undefined;
  readonly redirectHandler: RedirectHandler | undefined;
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
  /** The requests whose exchange has begun and is not over. */
  readonly active = new Roster<SessionMember>();
  invalidity: SessionError | undefined;
  #taskCount = 0;
  #isClosed = false;
  readonly #waitingForEnd = new Set<(request: SessionMember) => void>();

  constructor(parts: SessionParts) {
    const { configuration } = parts;
    this.info = parts.info;
    this.rootQueue = parts.rootQueue;
    this.requestQueue = parts.requestQueue;
    this.serializationQueue = parts.serializationQueue;
    this.transport = parts.transport;
    this.delegate = parts.delegate;
    this.events = parts.events;
    this.allEvents = parts.events.events;
    this.interceptor = parts.interceptor;
    this.redirectHandler = parts.redirectHandler;
    this.startRequestsImmediately = parts.startRequestsImmediately;
    this.requestSetup = parts.requestSetup;
    this.limits = configuration;
    this.headers = configuration.headers;
    this.secretHeaders = configuration.secretHeaders;
    this.cookieStorage = configuration.httpShouldSetCookies ? configuration.cookieStorage : undefined;
    this.credentialStorage = configuration.credentialStorage;
    this.fileTransport = parts.fileTransport;
    this.loadChallengeAnswerer = parts.loadChallengeAnswerer;
    this.loadRedirectFollower = parts.loadRedirectFollower;
    this.captureContext = parts.captureContext;
    this.deadlines = new Deadlines(parts.rootQueue);
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

  /** Calls back on the rootQueue once none of these requests is active any more. */
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

  /** Takes no new request; `interruption`, where given, ends those that are running. */
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
    reportingFailure(() => this.transport.close?.());
    reportingFailure(() => {
      this.delegate.sessionDidBecomeInvalid(undefined);
    });
    this.events.complete();
  }
}

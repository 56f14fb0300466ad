import type { AxiosInstance } from 'axios';
import type { Observable } from 'rxjs';
import type { CompositeEventMonitor } from '../events/composite-event-monitor.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { SessionEvent } from '../events/session-event.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { SessionInfo } from '../message/request-info.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { ServerTrustManaging } from '../transport/server-trust-managing.js';
import { ColdDoor, type ColdVerb, type ColdVerbWithBody } from './cold-door.js';
import type { SessionDelegate } from './session-delegate.js';
import type { SessionRecord } from './session-record.js';

/** Properties of a session, which never change, and its cold door. */
export abstract class SessionProperties implements SessionInfo {
  /** Receives every event of a task, and passes it on to monitors and requests. */
  readonly delegate: SessionDelegate;
  /** Serial queue of all state changes, events and deliveries. */
  readonly rootQueue: SerialScheduler;
  /** Queue on which URLRequests are created and adapted. */
  readonly requestQueue: SerialScheduler;
  /** Queue on which responses are serialized. */
  readonly serializationQueue: SerialScheduler;
  /** Lets the first listener start a request. */
  readonly startRequestsImmediately: boolean;
  /** Moment at which a request prepares its task: when it starts (`'lazy'`) or when it is created. */
  readonly requestSetup: 'lazy' | 'eager';
  /** Interceptor of every request, outside its own. */
  readonly interceptor: RequestInterceptor | undefined;
  /** Decides which servers are trusted; undefined leaves that to the platform. */
  readonly serverTrustManager: ServerTrustManaging | undefined;
  /** Redirect handler of requests without one of their own. */
  readonly redirectHandler: RedirectHandler | undefined;
  /** Cached-response handler of requests without one of their own. */
  readonly cachedResponseHandler: CachedResponseHandler | undefined;
  /** All monitors as one: the default ones, then those given. */
  readonly eventMonitor: CompositeEventMonitor;
  /** Monitors that every session has. */
  readonly defaultEventMonitors: readonly EventMonitor[];
  /** Events of the session from now on. Completes when the session has ended. */
  readonly events: Observable<SessionEvent>;

  /**
   * Gets a value: a cold Observable that sends one request per subscription, validates and decodes the response, emits the
   * value and completes. Errors with a `SessionError`; unsubscribing cancels. Options: see {@link ColdOptions}.
   *
   * @example
   * session.get<User>('https://api.example.com/users/17').subscribe((user) => show(user));
   */
  readonly get: ColdVerb;
  /** Asks for the head of a resource, like {@link get}. `observe: 'response'` gives its fields. */
  readonly head: ColdVerb;
  /** Asks what a resource allows, like {@link get}. `observe: 'response'` gives the `Allow` field. */
  readonly options: ColdVerb;
  /** Deletes a resource, like {@link get}. The option `body` sends one. */
  readonly delete: ColdVerb<{ body?: unknown }>;
  /**
   * Posts a body and gets a value, like {@link get}: an object as JSON, bytes, text, Blob, stream, form or file as they are.
   *
   * @example
   * session.post<User>('https://api.example.com/users', { name: 'Ann' }).subscribe((user) => show(user));
   */
  readonly post: ColdVerbWithBody;
  /** Puts a body, like {@link post}. */
  readonly put: ColdVerbWithBody;
  /** Patches with a body, like {@link post}. */
  readonly patch: ColdVerbWithBody;

  /** @internal */
  protected readonly record: SessionRecord;

  /** @internal */
  constructor(recordOf: (session: SessionInfo) => SessionRecord) {
    const record = recordOf(this);
    this.record = record;
    this.serverTrustManager = record.foundation.ownTransport.serverTrust?.serverTrustManager;
    this.delegate = record.delegate;
    this.rootQueue = record.rootQueue;
    this.requestQueue = record.requestQueue;
    this.serializationQueue = record.serializationQueue;
    this.startRequestsImmediately = record.startRequestsImmediately;
    this.requestSetup = record.requestSetup;
    this.interceptor = record.interceptor;
    this.redirectHandler = record.redirectHandler;
    this.cachedResponseHandler = record.cachedResponseHandler;
    this.eventMonitor = record.eventMonitor;
    this.defaultEventMonitors = record.defaultEventMonitors;
    this.events = record.allEvents;
    const door = new ColdDoor(record);
    this.get = door.verb('GET');
    this.head = door.verb('HEAD');
    this.options = door.verb('OPTIONS');
    this.delete = door.verb('DELETE');
    this.post = door.verbWithBody('POST');
    this.put = door.verbWithBody('PUT');
    this.patch = door.verbWithBody('PATCH');
  }

  /** Axios instance: the session's own, or the caller's. Undefined over another transport. */
  get session(): AxiosInstance | undefined {
    return this.record.foundation.instance;
  }
}

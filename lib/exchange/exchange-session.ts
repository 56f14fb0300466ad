import type { CredentialProvider } from '../transport/credential-provider.js';
import type { SessionInfo } from '../message/request-info.js';
import type { Transport } from '../transport/transport.js';
import type { EventHub } from '../events/event-hub.js';
import type { CachePolicy } from '../message/url-request.js';
import type { MakeCachingClient } from './message/caching-client.js';
import type { HTTPHeaders } from '../message/http-headers.js';
import type { Deadlines } from '../scheduling/deadlines.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import type { TaskDelegate } from './task-delegate.js';

/** What an exchange uses of its session. */
export interface ExchangeSession {
  readonly info: SessionInfo;
  readonly rootQueue: SerialScheduler;
  readonly requestQueue: SerialScheduler;
  readonly serializationQueue: SerialScheduler;
  readonly transport: Transport;
  readonly delegate: TaskDelegate;
  readonly events: EventHub;
  /** Where its exchanges keep their time limits. */
  readonly deadlines: Deadlines;
  readonly limits: ExchangeLimits;
  /** Joined to a request when its task is performed; the request's own win. */
  readonly headers: HTTPHeaders;
  /** Names, in lower case, that never cross an origin and never reach a log. */
  readonly secretHeaders: ReadonlySet<string>;
  /** Answers challenges of requests that have no credential of their own. */
  readonly credentialStorage: CredentialProvider | undefined;
  /** Transport of `file:` URLs; undefined on platforms without files. */
  readonly fileTransport: Transport | undefined;
  /** Use of caches for URLRequests that do not say. */
  readonly requestCachePolicy: CachePolicy;
  /** Makes what a cache on the way asks and notifies; undefined if there is none. */
  readonly makeCachingClient: MakeCachingClient | undefined;
  nextTaskID(): number;
}

/** What bounds an exchange; durations in milliseconds, sizes in bytes. */
export interface ExchangeLimits {
  readonly timeoutIntervalForRequest: number;
  readonly timeoutIntervalForResource: number;
  readonly maximumResponseBodySize: number;
  readonly maximumRedirects: number;
}

import type { RunInContext } from '../answers/context.js';
import type { HTTPCookieStorage } from '../transport/http-cookie-storage.js';
import type { RequestInfo } from '../message/request-info.js';
import type { SessionError } from '../errors/session-error.js';
import type { SessionEvent } from '../events/session-event.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { RoutedExchange } from '../exchange/step.js';
import type { ExchangeSession } from '../exchange/exchange-session.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { Observable } from 'rxjs';

/** What requests use of the session that made them. */
export interface RequestSession
  extends ExchangeSession, Pick<RoutedExchange, 'loadChallengeAnswerer' | 'loadRedirectFollower'> {
  readonly interceptor: RequestInterceptor | undefined;
  readonly redirectHandler: RedirectHandler | undefined;
  readonly cachedResponseHandler: CachedResponseHandler | undefined;
  /** Where messages take their cookies from; undefined where they take none. */
  readonly cookieStorage: HTTPCookieStorage | undefined;
  readonly startRequestsImmediately: boolean;
  readonly requestSetup: 'lazy' | 'eager';
  readonly allEvents: Observable<SessionEvent>;
  /** Why the session makes no exchange any more; undefined while it does. */
  readonly invalidity: SessionError | undefined;
  readonly captureContext: () => RunInContext;
  /** The request has begun its exchange. */
  didStart(request: SessionMember): void;
  /** The exchange is over, and everything delivered. */
  didEnd(request: SessionMember): void;
}

/** A request, as its session handles it. */
export interface SessionMember {
  /** Kept by the session: where the request stands among those that are active. */
  place: number;
  readonly request: RequestInfo;
  cancel(): void;
  /** Ends the exchange with this error, wherever it stands. */
  interrupt(error: SessionError): void;
}

import { defaultIfEmpty, filter, map, Observable, type Subscriber, type TeardownLogic } from 'rxjs';
import type { RequestContext, RequestInfo, RequestState, TaskInfo } from '../message/request-info.js';
import type { SessionError } from '../errors/session-error.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { SessionEvent } from '../events/session-event.js';
import { Interceptor, type RequestInterceptor } from '../extending/interceptor.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Progress } from '../message/progress.js';
import { makeRandomID } from '../message/random-id.js';
import type { TaskMetrics } from '../message/task-metrics.js';
import { URLCredential, type URLCredentialPersistence } from '../message/url-credential.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapter } from '../extending/request-adapter.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { RequestRetrier } from '../extending/request-retrier.js';
import { abortError } from './abort-signals.js';
import { cURLDescriptionIn, type CURLDescriptionOptions, NO_CURL_DESCRIPTION } from './curl-description.js';
import type { MakeExchange, RequestExchange } from './request-exchange.js';
import { entriesOf } from './entries.js';
import { RequestLifecycle } from './request-lifecycle.js';
import type { RequestPlan } from './request-plan.js';
import type { RequestSession } from './request-session.js';
import { toldInContext } from './told-in-context.js';

/**
 * One exchange with a server, with an identity, a state and a history, shared by all who listen (Alamofire's
 * `Request`). Sessions make requests; each kind has its own class.
 *
 * A request is inert until its first response is subscribed to, or `resume()`. It ends exactly once. What it
 * is told with `adapt`, `retry`, `redirect` and the like counts from the next attempt on.
 */
export abstract class Request<Response> extends Observable<Response> implements RequestInfo {
  /** @internal */
  protected readonly exchange: RequestExchange;
  /** @internal */
  protected readonly lifecycle: RequestLifecycle;
  #id: string | undefined;

  /** @internal */
  constructor(
    session: RequestSession,
    plan: RequestPlan,
    Exchange: MakeExchange<RequestExchange>,
    listen: (subscriber: Subscriber<Response>) => TeardownLogic,
  ) {
    super(listen);
    this.exchange = new Exchange(this, session, plan);
    this.lifecycle = new RequestLifecycle(this.exchange);
    if (session.requestSetup === 'eager') this.lifecycle.setUpEagerly();
  }

  /** Unique among all requests. */
  get id(): string {
    return (this.#id ??= makeRandomID());
  }

  /** Values given as `context`; an empty object unless given. */
  get context(): RequestContext {
    return this.exchange.context;
  }

  get state(): RequestState {
    return this.lifecycle.state;
  }

  /** The current state first, then each change, told on the rootQueue; completes when the request is over. */
  get states(): Observable<RequestState> {
    return this.#told(this.lifecycle.states);
  }

  get isInitialized(): boolean {
    return this.state === 'initialized';
  }

  get isResumed(): boolean {
    return this.state === 'resumed';
  }

  get isSuspended(): boolean {
    return this.state === 'suspended';
  }

  get isCancelled(): boolean {
    return this.state === 'cancelled';
  }

  get isFinished(): boolean {
    return this.state === 'finished';
  }

  /** Every URLRequest made so far, adapted ones included, in order. */
  get requests(): readonly URLRequest[] {
    return this.exchange.journal.requests;
  }

  get firstRequest(): URLRequest | undefined {
    return this.requests[0];
  }

  get lastRequest(): URLRequest | undefined {
    return this.requests.at(-1);
  }

  /** The same as {@link lastRequest}. */
  get request(): URLRequest | undefined {
    return this.lastRequest;
  }

  /** The URLRequests that went to the transport: one for each task, as redirects have left it. */
  get performedRequests(): readonly URLRequest[] {
    return this.tasks.map((task) => task.currentRequest);
  }

  get tasks(): readonly TaskInfo[] {
    return this.exchange.journal.tasks;
  }

  /** The task of the current attempt. */
  get task(): TaskInfo | undefined {
    return this.tasks.at(-1);
  }

  /** The head of the response; of the current attempt. */
  get httpResponse(): HTTPURLResponse | undefined {
    return this.exchange.journal.response;
  }

  /** The metrics of the last task that ended. */
  get metrics(): TaskMetrics | undefined {
    return this.allMetrics.at(-1);
  }

  get allMetrics(): readonly TaskMetrics[] {
    return this.exchange.journal.allMetrics;
  }

  /** How often the request was retried so far. */
  get retryCount(): number {
    return this.exchange.journal.retryCount;
  }

  get error(): SessionError | undefined {
    return this.exchange.journal.error;
  }

  /** What the request answers challenges with. */
  get credential(): URLCredential | undefined {
    return this.exchange.credential;
  }

  /** How much of the request body has left: the current value first, where there is a body. Completes with the request. */
  get uploadProgress(): Observable<Progress> {
    return this.#told(this.exchange.uploadProgress.changes);
  }

  /** How much of the response body has come: the current value first. Completes with the request. */
  get downloadProgress(): Observable<Progress> {
    return this.#told(this.exchange.downloadProgress.changes);
  }

  /** What happens to this request and its tasks, from now on; completes when the request is over. */
  get events(): Observable<SessionEvent> {
    const events = new Observable<SessionEvent>((subscriber) => {
      const ended = this.lifecycle.ended.subscribe(() => {
        subscriber.complete();
      });
      subscriber.add(ended);
      const ofRequest = filter((event: SessionEvent) => 'request' in event && event.request === this);
      this.exchange.session.allEvents.pipe(ofRequest).subscribe(subscriber);
    });
    return this.#told(events);
  }

  /** Each URLRequest as it goes to the transport; those made before first. */
  get onURLRequest(): Observable<URLRequest> {
    return entriesOf(
      this.events,
      'requestDidCreateURLRequest',
      () => this.exchange.journal.createdURLRequests,
    );
  }

  /** Each task as it is made; those made before first. */
  get onTask(): Observable<TaskInfo> {
    return entriesOf(this.events, 'requestDidCreateTask', () => this.tasks);
  }

  /**
   * The cURL command of each URLRequest as it goes to the transport, without secrets; those made before first. Of a
   * request that ends without any it is the one line that says so.
   */
  get onCURL(): Observable<string> {
    return this.onURLRequest.pipe(
      map((urlRequest) => cURLDescriptionIn(this.exchange, urlRequest)),
      defaultIfEmpty(NO_CURL_DESCRIPTION),
    );
  }

  /** Starts the request, or lets its bytes move again; without effect once it is cancelled or finished. */
  resume(): this {
    this.lifecycle.resume();
    return this;
  }

  /** Stops the bytes of the request, or keeps it from starting, until `resume()`. Its timeout stands still. */
  suspend(): this {
    this.lifecycle.suspend();
    return this;
  }

  /** Ends the request: listeners receive `explicitlyCancelled`, unless the outcome was decided before. */
  cancel(): this {
    this.lifecycle.cancel();
    return this;
  }

  /** @internal Ends the request with the reason of the signal. */
  abortBy(signal: AbortSignal): void {
    this.lifecycle.cancel(abortError(signal));
  }

  /** Adds an adapter after those of the session and those added before. */
  adapt(using: RequestAdapter): this {
    return this.interceptor(new Interceptor({ adapters: [using] }));
  }

  /** Adds a retrier, asked after those added before and ahead of those of the session. */
  retry(using: RequestRetrier): this {
    return this.interceptor(new Interceptor({ retriers: [using] }));
  }

  /** Adds an adapter and a retrier in one. */
  interceptor(interceptor: RequestInterceptor): this {
    this.exchange.interceptors = this.exchange.interceptors.concat(interceptor);
    return this;
  }

  /**
   * Answers when a server challenges the request (401 with Basic or Digest; RFC 7617, RFC 7616), once: a wrong
   * password lets the 401 through. Nothing is sent before the server asks, and nothing to another origin than that
   * of the URLRequest. A body that cannot be sent again lets the 401 through too.
   *
   * In browsers a challenge of another origin is `unsupported` unless that exposes `WWW-Authenticate`, and Digest
   * takes SHA-256; about one of the page's own origin a browser asks its user before the request sees it.
   *
   * @example
   * session.request('https://example.com/private').authenticate('ann', password()).validate().response();
   */
  authenticate(username: string, password: string, persistence?: URLCredentialPersistence): this;
  authenticate(credential: URLCredential): this;
  authenticate(user: string | URLCredential, password = '', persistence?: URLCredentialPersistence): this {
    this.exchange.credential =
      typeof user === 'string' ? new URLCredential(user, password, persistence) : user;
    return this;
  }

  /** Decides about redirects in the place of the session's handler. */
  redirect(using: RedirectHandler): this {
    this.exchange.redirectHandler = using;
    return this;
  }

  /** Decides what the session's cache stores of this request, in the place of the session's handler. */
  cacheResponse(using: CachedResponseHandler): this {
    this.exchange.cachedResponseHandler = using;
    return this;
  }

  /** Notifies a monitor of what happens to this request and its tasks, after the session's monitors. */
  eventMonitor(monitor: EventMonitor): this {
    this.exchange.journal.addMonitor(monitor, this.exchange.runInContext);
    return this;
  }

  /** `GET https://example.com/ (200)`: method, URL and, once there is one, the status code. */
  override toString(): string {
    const { request, httpResponse } = this;
    if (request === undefined) return 'No request created yet.';
    const status = httpResponse === undefined ? '' : ` (${String(httpResponse.statusCode)})`;
    return `${request.toString()}${status}`;
  }

  /**
   * The cURL command that sends the same as the last URLRequest, session headers and body included; before there is
   * one, `$ curl command could not be created`. Authorization, cookies and the headers that the session declares
   * secret are redacted unless asked for.
   */
  cURLDescription(options?: CURLDescriptionOptions): string {
    const { request } = this;
    return request === undefined ? NO_CURL_DESCRIPTION : cURLDescriptionIn(this.exchange, request, options);
  }

  /** Told where somebody subscribes. */
  #told<T>(source: Observable<T>): Observable<T> {
    return toldInContext(source, this.exchange.session.captureContext);
  }
}

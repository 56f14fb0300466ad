import type { Answer } from '../answers/answer.js';
import type { BodyReceiver } from '../transport/body-receiver.js';
import type { RunInContext } from '../answers/context.js';
import type { RequestContext, RequestInfo, RequestState } from '../message/request-info.js';
import type { Transport } from '../transport/transport.js';
import type { Attempt } from '../exchange/attempt.js';
import { SessionError } from '../errors/session-error.js';
import { adapterOf, retrierOf, type RequestInterceptor } from '../extending/interceptor.js';
import { DataResponse } from '../message/data-response.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Result } from '../message/result.js';
import type { Uploadable } from '../message/uploadable.js';
import type { URLCredential } from '../message/url-credential.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestAdapter } from '../extending/request-adapter.js';
import type { Hooks } from '../exchange/exchange.js';
import type { RoutedExchange } from '../exchange/step.js';
import { Journal } from '../exchange/journal.js';
import { type ExpiredLimit, Watchdog, type WatchdogOwner } from '../exchange/watchdog.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import type { RequestRetrier } from '../extending/request-retrier.js';
import { type ParsedResponse, PendingResponses } from '../exchange/pending-response.js';
import type { ReceivedBody } from '../exchange/received-body.js';
import type { ValidationResult } from '../extending/validator.js';
import { ProgressTracker } from './progress-tracker.js';
import type { RequestPlan } from './request-plan.js';
import type { RequestSession } from './request-session.js';

/** Decides about the life of the request that an exchange belongs to. */
export interface ExchangeOwner {
  /** `error` is what the request fails with; `explicitlyCancelled` unless given. */
  cancel(error?: SessionError): void;
  interrupt(error: SessionError): void;
  didFail(cause: unknown): void;
  didSettle(): void;
  didEnd(): void;
}

/** Makes the exchange of one kind of request. */
export type MakeExchange<Exchange extends RequestExchange> = new (
  request: RequestInfo,
  session: RequestSession,
  plan: RequestPlan,
) => Exchange;

/**
 * State of one request on its route: the order, the extensions to ask, the history, the listeners. Each kind of request
 * adds the receiver of the body, and what validations and listeners see of it.
 */
export abstract class RequestExchange implements RoutedExchange, Hooks, WatchdogOwner {
  readonly journal: Journal;
  readonly watchdog: Watchdog;
  readonly pending = new PendingResponses();
  interceptors: readonly RequestInterceptor[] = NONE;
  credential: URLCredential | undefined;
  redirectHandler: RedirectHandler | undefined;
  cachedResponseHandler: CachedResponseHandler | undefined;
  responseHandler: Hooks['responseHandler'];
  readonly runInContext: RunInContext;
  uploadable: Uploadable | undefined;
  owner: ExchangeOwner | undefined;
  /** The last state that was told to the monitors. */
  toldState: RequestState = 'initialized';
  isInterrupted = false;
  /** Whether the outcome stands. */
  isSettled = false;
  #uploadProgress: ProgressTracker | undefined;
  #downloadProgress: ProgressTracker | undefined;

  constructor(
    readonly request: RequestInfo,
    readonly session: RequestSession,
    readonly plan: RequestPlan,
  ) {
    const { interceptor } = plan;
    this.runInContext = session.captureContext();
    this.journal = new Journal(request, session.events, this.runInContext);
    this.watchdog = new Watchdog(session.deadlines, this);
    this.redirectHandler = session.redirectHandler;
    this.cachedResponseHandler = session.cachedResponseHandler;
    if (interceptor !== undefined) this.interceptors = [interceptor];
  }

  abstract get receiver(): BodyReceiver;
  abstract get validationCount(): number;
  abstract get received(): ReceivedBody;
  abstract judge(
    index: number,
    urlRequest: URLRequest | undefined,
    response: HTTPURLResponse,
  ): Answer<ValidationResult | void>;

  /** What has come of the request, with the result of one serialization. */
  respond(result: Result<unknown>, serializationDuration: number): ParsedResponse {
    const { request, journal, received, session } = this;
    return new DataResponse({
      request: request.request,
      response: journal.response,
      data: received.data,
      metrics: request.metrics,
      serializationDuration,
      result,
      secretHeaders: session.secretHeaders,
    });
  }

  /** What the messages of this kind of request go through. */
  get transport(): Transport {
    return this.session.transport;
  }

  get releaseAttempt(): (() => Answer<void>) | undefined {
    const { upload } = this.plan;
    return upload && (() => upload.release());
  }

  get context(): RequestContext {
    return this.plan.context ?? NO_CONTEXT;
  }

  get task(): Attempt | undefined {
    return this.journal.tasks.at(-1);
  }

  /** The exchange itself, as far as it asks extensions. */
  get hooks(): Hooks {
    return this;
  }

  /** Session first, request last: the request's changes win. */
  get adapter(): RequestAdapter | undefined {
    const { interceptor } = this.session;
    return adapterOf(interceptor === undefined ? this.interceptors : [interceptor, ...this.interceptors]);
  }

  /** Request first, session after it: the request's decision wins. */
  get retrier(): RequestRetrier | undefined {
    const { interceptor } = this.session;
    return retrierOf(interceptor === undefined ? this.interceptors : [...this.interceptors, interceptor]);
  }

  get loadChallengeAnswerer(): RoutedExchange['loadChallengeAnswerer'] {
    return this.session.loadChallengeAnswerer;
  }

  get loadRedirectFollower(): RoutedExchange['loadRedirectFollower'] {
    return this.session.loadRedirectFollower;
  }

  get canRetry(): boolean {
    return (
      !this.isInterrupted && this.request.state !== 'cancelled' && (this.plan.upload?.canMakeAgain ?? true)
    );
  }

  get isBeingCancelled(): boolean {
    return this.request.state === 'cancelled' && !this.isInterrupted;
  }

  /** Made when somebody has to do with it: most requests send nothing that would take a while. */
  get uploadProgress(): ProgressTracker {
    return (this.#uploadProgress ??= this.#trackProgress(this.plan.upload !== undefined));
  }

  /** Made with the response, or when somebody asks for it. */
  get downloadProgress(): ProgressTracker {
    return (this.#downloadProgress ??= this.#trackProgress(true));
  }

  get reportsUploadProgress(): boolean {
    return this.plan.upload !== undefined || this.#uploadProgress?.isObserved === true;
  }

  conform(urlRequest: URLRequest): URLRequest {
    return urlRequest;
  }

  cancel(error?: SessionError): void {
    this.owner?.cancel(error);
  }

  didParseResponse(response: ParsedResponse): void {
    const { request, journal } = this;
    if (!journal.tells('requestDidParseResponse')) return;
    journal.tell({ type: 'requestDidParseResponse', request, response });
  }

  didFail(cause: unknown): void {
    this.owner?.didFail(cause);
  }

  didCreateUploadable(uploadable: Uploadable): void {
    this.uploadable = uploadable;
  }

  /** A change of state that is still to be told does to the task what follows from it. */
  didCreateTask(task: Attempt): void {
    if (this.toldState === 'suspended') this.journal.noteTask('requestDidSuspendTask', task);
    if (this.toldState !== 'resumed' || this.request.state !== 'resumed') return;
    task.resume();
    this.journal.noteTask('requestDidResumeTask', task);
  }

  didFinishTransfer(): void {
    this.#uploadProgress?.finish();
    this.#downloadProgress?.finish();
  }

  prepareForRetry(): void {
    this.uploadable = undefined;
    this.receiver.reset();
    this.#uploadProgress?.reset();
    this.#downloadProgress?.reset();
    this.pending.reset();
    this.journal.didStartRetrying();
  }

  didSettle(): void {
    this.watchdog.stop();
    this.isSettled = true;
    this.#uploadProgress?.end();
    this.#downloadProgress?.end();
    this.owner?.didSettle();
  }

  deliver(): void {
    this.pending.deliver();
    this.owner?.didEnd();
  }

  #trackProgress(startsAtZero: boolean): ProgressTracker {
    const tracker = new ProgressTracker(startsAtZero);
    if (this.isSettled) tracker.end();
    return tracker;
  }

  get isQueued(): boolean {
    return this.task?.transportTask?.isQueued ?? false;
  }

  didExpire(limit: ExpiredLimit): void {
    const detail = EXPIRY[limit];
    const error = new SessionError({ kind: 'sessionTaskFailed', code: 'timedOut', detail });
    if (limit === 'resource') this.owner?.interrupt(error);
    else this.task?.fail(error);
  }
}

const NONE: readonly never[] = [];
const NO_CONTEXT: RequestContext = Object.freeze({});

const EXPIRY = {
  silence: 'nothing was sent or received for the timeoutInterval',
  resource: 'the exchange took longer than timeoutIntervalForResource',
};

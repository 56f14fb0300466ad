import { finalize, type Observable, Subject, type Subscription, VirtualTimeScheduler } from 'rxjs';
import {
  type DataRequest,
  type DataResponse,
  type RequestState,
  RetryResult,
  Session,
  type SessionEventType,
  type URLRequest,
} from 'rxsession';
import { RecordingEventMonitor } from 'rxsession/testing';
import { type Exchange, ObedientTransport, serve } from './obedient-transport.js';

/** How an extension answers: not there, at once, when it is told to, or with a refusal. */
export type Answering = 'none' | 'now' | 'later' | 'refuses';

/** What a bench is made of. */
export interface Setting {
  readonly requestSetup: 'lazy' | 'eager';
  readonly startRequestsImmediately: boolean;
  readonly hasQueuesOfItsOwn: boolean;
  readonly kind: 'request' | 'upload' | 'stream once';
  readonly adapter: Answering;
  readonly retrier: Answering | 'delays';
  readonly redirectHandler: Answering;
  readonly responseHandler: Answering;
  readonly timeoutIntervalForRequest: number;
  readonly timeoutIntervalForResource: number;
  /** Done once, from inside a monitor when the event is told, or from inside other code of the user's. */
  readonly reentry: readonly (readonly [Occasion, Deed])[];
}

/** When code of the user's runs. */
export type Occasion = SessionEventType | (typeof OCCASIONS)[number];
export const OCCASIONS = [
  ...(['adapting', 'validating', 'retrying', 'redirecting', 'heeding a response', 'serializing'] as const),
  ...(['sending', 'delivering', 'changing state', 'leaving'] as const),
];

export type Deed =
  | 'resume'
  | 'suspend'
  | 'cancel'
  | 'leave'
  | 'listen'
  | 'abort'
  | 'cancelAll'
  | 'dispose'
  | 'end'
  | 'fail'
  | 'finishTasks'
  | 'throw';
export type SerializerKind = 'data' | 'string' | 'json' | 'own' | 'later' | 'throws' | 'elsewhere';

/** One who listens, and what was delivered. */
export interface Listener {
  readonly subscription: Subscription;
  readonly responses: DataResponse<unknown>[];
  isComplete: boolean;
  hasErrored: boolean;
  hasLeft: boolean;
  countWhenLeft: number;
}

export const RETRY_LIMIT = 2;
export const RETRY_DELAY = 20;

/** A session in virtual time with one request, whose every collaborator does what it is told and when. */
export class LifecycleBench {
  readonly scheduler: VirtualTimeScheduler;
  readonly transport: ObedientTransport;
  readonly recording: RecordingEventMonitor;
  readonly session: Session;
  readonly request: DataRequest;
  readonly listeners: Listener[] = [];
  readonly states: RequestState[] = [];
  isOver = false;
  /** Of the progress of both ways, of its events and of the session's: those that have not completed. */
  readonly streaming = new Set<string>();
  readonly #questions: Subject<unknown>[] = [];
  readonly #answers = new Map<Subject<unknown>, unknown>();
  readonly #abort = new AbortController();
  readonly #shared = new Map<SerializerKind, Observable<DataResponse<unknown>>>();
  readonly #reentry: Setting['reentry'][number][];

  /** Beside another request, it is one of the same session. */
  constructor(
    readonly setting: Setting,
    beside?: LifecycleBench,
    readonly url = URLS,
  ) {
    this.#reentry = [...setting.reentry];
    this.scheduler = beside?.scheduler ?? new VirtualTimeScheduler();
    this.recording = beside?.recording ?? new RecordingEventMonitor();
    this.transport =
      beside?.transport ??
      new ObedientTransport(() => {
        this.#reenter('sending');
      });
    this.session = beside?.session ?? this.#makeSession();
    this.session.events.subscribe(({ type }) => {
      this.#reenter(type);
    });
    this.request = this.#make();
    this.#extend();
    for (const name of ['uploadProgress', 'downloadProgress', 'events', 'states'] as const) {
      this.streaming.add(name);
      const stream: Observable<unknown> = this.request[name];
      stream.subscribe({ complete: () => this.streaming.delete(name) });
    }
    this.request.states.subscribe({
      next: (state) => {
        this.states.push(state);
        this.#reenter('changing state');
      },
      complete: () => (this.isOver = true),
    });
  }

  /** The messages of this request. */
  get exchanges(): readonly Exchange[] {
    return this.transport.exchanges.filter(({ url }) => url.startsWith(this.url));
  }

  /** Lets everything happen that is due. */
  turn(): void {
    this.pass(0);
  }

  /** Lets so many milliseconds pass. */
  pass(duration: number): void {
    const { scheduler } = this;
    scheduler.maxFrames = scheduler.frame + duration;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  }

  do(deed: Deed): void {
    switch (deed) {
      case 'resume':
      case 'suspend':
      case 'cancel':
        this.request[deed]();
        return;
      case 'leave':
        this.leave(0);
        return;
      case 'listen':
        this.listen('data');
        return;
      case 'abort':
        this.#abort.abort();
        return;
      case 'cancelAll':
        this.session.cancelAllRequests();
        return;
      case 'end':
      case 'fail': {
        const exchange = this.exchanges.at(-1);
        if (exchange !== undefined) serve(exchange, deed);
        return;
      }
      case 'finishTasks':
        this.session.finishTasksAndInvalidate();
        return;
      case 'dispose':
        this.session[Symbol.dispose]();
        return;
      case 'throw':
        throw new Error('thrown on purpose');
    }
  }

  /** Listens to a response that is shared by all who want the same, or to one of its own. */
  listen(kind: SerializerKind, isShared = false): Listener {
    const responses = isShared ? (this.#shared.get(kind) ?? this.#responses(kind)) : this.#responses(kind);
    if (isShared) this.#shared.set(kind, responses);
    const seen: DataResponse<unknown>[] = [];
    const listener = {
      responses: seen,
      isComplete: false,
      hasErrored: false,
      hasLeft: false,
      countWhenLeft: 0,
    };
    const subscription = responses.subscribe({
      next: (response) => {
        seen.push(response);
        this.#reenter('delivering');
      },
      error: () => (listener.hasErrored = true),
      complete: () => (listener.isComplete = true),
    });
    const whole = Object.assign(listener, { subscription });
    this.listeners.push(whole);
    return whole;
  }

  /** One of those who listen leaves. */
  leave(index: number): void {
    const present = this.listeners.filter(({ hasLeft }) => !hasLeft);
    const listener = present[index % present.length];
    if (listener === undefined) return;
    listener.hasLeft = true;
    listener.countWhenLeft = listener.responses.length;
    listener.subscription.unsubscribe();
  }

  validate(answering: Answering): void {
    this.request.validate(() => this.#answer<undefined>('validating', answering, undefined));
  }

  /** Answers the question that has been open longest. */
  answer(isRefusal: boolean): boolean {
    const question = this.openQuestions[0];
    if (question === undefined) return false;
    try {
      if (isRefusal) question.error(new Error('refused'));
      else question.next(this.#answers.get(question));
    } catch {
      // what is thrown where the question is left comes back to whoever answers: to nobody else
    }
    return true;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Those that somebody still waits for. */
  get openQuestions(): readonly Subject<unknown>[] {
    return this.#questions.filter(({ observed }) => observed);
  }

  get ongoing(): readonly Exchange[] {
    return this.exchanges.filter(({ end }) => end === undefined);
  }

  #reenter(occasion: Occasion): void {
    const index = this.#reentry.findIndex(([wanted]) => wanted === occasion);
    const [reentry] = index < 0 ? [] : this.#reentry.splice(index, 1);
    if (reentry !== undefined) this.do(reentry[1]);
  }

  #makeSession(): Session {
    const { setting, scheduler } = this;
    const queue = setting.hasQueuesOfItsOwn ? scheduler : undefined;
    return new Session({
      transport: this.transport,
      rootQueue: scheduler,
      requestQueue: queue,
      serializationQueue: queue,
      requestSetup: setting.requestSetup,
      startRequestsImmediately: setting.startRequestsImmediately,
      configuration: {
        timeoutIntervalForRequest: setting.timeoutIntervalForRequest,
        timeoutIntervalForResource: setting.timeoutIntervalForResource,
      },
      eventMonitors: [this.recording],
    });
  }

  #make(): DataRequest {
    const { session, url } = this;
    const options = { signal: this.signal };
    switch (this.setting.kind) {
      case 'request':
        return session.request(url, options);
      case 'upload':
        return session.upload('a body', url, options);
      case 'stream once':
        return session.upload(emptyStream(), url, options);
    }
  }

  #extend(): void {
    const { adapter, retrier, redirectHandler, responseHandler } = this.setting;
    const { request } = this;
    if (adapter !== 'none')
      request.adapt({ adapt: (urlRequest) => this.#answer('adapting', adapter, urlRequest) });
    if (retrier !== 'none') {
      request.retry({
        retry: ({ retryCount }) => {
          if (retryCount >= RETRY_LIMIT) return RetryResult.doNotRetry;
          if (retrier === 'delays') return RetryResult.retryWithDelay(RETRY_DELAY);
          return this.#answer<RetryResult>('retrying', retrier, RetryResult.retry);
        },
      });
    }
    if (redirectHandler !== 'none') {
      request.redirect({
        redirect: (_task, next) =>
          redirectHandler === 'refuses'
            ? undefined
            : this.#answer<URLRequest | undefined>('redirecting', redirectHandler, next),
      });
    }
    if (responseHandler !== 'none') {
      request.onHTTPResponse(() =>
        responseHandler === 'refuses'
          ? 'cancel'
          : this.#answer<'allow'>('heeding a response', responseHandler, 'allow'),
      );
    }
  }

  #answer<T>(occasion: Occasion, answering: Answering, value: T): T | Observable<T> {
    this.#reenter(occasion);
    switch (answering) {
      case 'none':
      case 'now':
        return value;
      case 'refuses':
        throw new Error('refused');
      case 'later': {
        const question = new Subject<T>();
        this.#questions.push(question as Subject<unknown>);
        this.#answers.set(question as Subject<unknown>, value);
        return question.pipe(
          finalize(() => {
            this.#reenter('leaving');
          }),
        );
      }
    }
  }

  #responses(kind: SerializerKind): Observable<DataResponse<unknown>> {
    const { request } = this;
    const own = (answering: Answering): Observable<DataResponse<unknown>> =>
      request.response({
        serialize: (_request, _response, _data, error) => {
          if (error !== undefined && answering !== 'later') throw error;
          return this.#answer<unknown>('serializing', answering, 'a value');
        },
      });
    switch (kind) {
      case 'data':
        return request.response();
      case 'string':
        return request.responseString();
      case 'json':
        return request.responseJSON();
      case 'own':
        return own('now');
      case 'later':
        return own('later');
      case 'throws':
        return own('refuses');
      case 'elsewhere':
        return request.responseData({ queue: this.scheduler });
    }
  }
}

const URLS = 'https://api.example.com/thing';

// eslint-disable-next-line @typescript-eslint/require-await -- never read: a stream only has to be one
async function* emptyStream(): AsyncIterable<Uint8Array> {
  yield new Uint8Array(1);
}

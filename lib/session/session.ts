import { platform } from '#platform';
import type { AxiosInstance } from 'axios';
import { type Observable, observeOn, ReplaySubject, type SchedulerLike } from 'rxjs';
import type { SessionInfo } from '../message/request-info.js';
import type { ServerTrustManaging } from '../transport/server-trust-managing.js';
import { SessionError } from '../errors/session-error.js';
import type { CompositeEventMonitor } from '../events/composite-event-monitor.js';
import type { EventMonitor } from '../events/event-monitor.js';
import type { SessionEvent } from '../events/session-event.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { URLConvertible } from '../message/url-convertible.js';
import type { URLRequestConvertible } from '../message/url-request.js';
import type { CachedResponseHandler } from '../extending/cached-response-handler.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import { DataRequest } from '../request/data-request.js';
import { DataStreamRequest } from '../request/stream/data-stream-request.js';
import type { DownloadRequest } from '../request/download/download-request.js';
import { Request } from '../request/request.js';
import type { UploadContent, UploadOptions } from '../request/upload-content.js';
import { UploadRequest } from '../request/upload-request.js';
import type { WebSocketRequest } from '../request/web-socket/web-socket-request.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { ColdDoor, type ColdVerb, type ColdVerbWithBody } from './cold-door.js';
import {
  REQUEST_OPTIONS,
  type ConvertibleOptions,
  type RequestOptions,
  type StreamConvertibleOptions,
  type StreamRequestOptions,
  type WebSocketConvertibleOptions,
  type WebSocketOptions,
} from './request-options.js';
import {
  makeDownload,
  type DownloadConvertibleOptions,
  type DownloadRequestOptions,
  type DownloadSource,
  type ResumedDownload,
} from './make-download.js';
import type { RequestTarget } from './request-target.js';
import { readOptionsFor, TargetPlan } from './target-plan.js';
import { UPLOAD_OPTIONS, uploadPlan } from './upload-options.js';
import type { SessionDelegate } from './session-delegate.js';
import type { Disposing } from './disposing.js';
import type { SessionOptions } from './session-options.js';
import { SessionRecord } from './session-record.js';
import { SessionWebSockets } from './session-web-sockets.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- declares what the class has
export interface Session extends Disposing<SymbolConstructor> {}

/**
 * Makes requests, owns them until they end, and gives them what they share: a transport, queues, interceptors,
 * monitors (Alamofire's `Session`).
 *
 * Two doors: `request`, `upload` and `download` give a request with a life of its own, shared by all who listen; `get`,
 * `post` and their kind give a plain cold Observable of the value. Neither throws, whatever it is given.
 *
 * @example
 * const session = new Session({ interceptor: new RetryPolicy() });
 * session.get<User>('https://api.example.com/users/17').subscribe((user) => console.log(user.name));
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class Session implements SessionInfo {
  static #default: Session | undefined;

  /** The session's own axios instance, or the caller's; undefined over another transport. */
  readonly session: AxiosInstance | undefined;
  readonly delegate: SessionDelegate;
  /** Everything of the session happens on it, one action at a time. */
  readonly rootQueue: SerialScheduler;
  /** Where URLRequests are made and adapted. */
  readonly requestQueue: SerialScheduler;
  /** Where responses are serialized. */
  readonly serializationQueue: SerialScheduler;
  readonly startRequestsImmediately: boolean;
  readonly requestSetup: 'lazy' | 'eager';
  readonly interceptor: RequestInterceptor | undefined;
  readonly serverTrustManager: ServerTrustManaging | undefined;
  readonly redirectHandler: RedirectHandler | undefined;
  readonly cachedResponseHandler: CachedResponseHandler | undefined;
  /** All the monitors as one: the default ones, then those given. */
  readonly eventMonitor: CompositeEventMonitor;
  readonly defaultEventMonitors: readonly EventMonitor[];
  /** Everything that happens in the session from now on; completes when the session has ended. */
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

  readonly #record: SessionRecord;
  readonly #webSockets: SessionWebSockets;

  constructor(options?: SessionOptions);
  /** @internal */
  constructor(options: SessionOptions | undefined, extended: SessionRecord);
  constructor(options?: SessionOptions, extended?: SessionRecord) {
    const record = extended?.extended(options, platform, this) ?? SessionRecord.of(options, platform, this);
    this.#record = record;
    this.#webSockets = new SessionWebSockets(record);
    this.session = record.foundation.instance;
    this.delegate = record.delegate;
    this.rootQueue = record.rootQueue;
    this.requestQueue = record.requestQueue;
    this.serializationQueue = record.serializationQueue;
    this.startRequestsImmediately = record.startRequestsImmediately;
    this.requestSetup = record.requestSetup;
    this.interceptor = record.interceptor;
    this.serverTrustManager = record.foundation.ownTransport.serverTrust?.serverTrustManager;
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

  /** A session with nothing but defaults, made when it is first read (Alamofire's `Session.default`). */
  static get default(): Session {
    return (Session.#default ??= new Session());
  }

  /**
   * A request to a URL, or of a URLRequest that is made for each attempt. It starts when its first response is
   * subscribed to. In Node a URL object of the scheme `file:` reads that file, without a response; nothing else does.
   *
   * @example
   * const request = session.request('https://api.example.com/users', { parameters: { page: 2 } }).validate();
   * request.responseDecodable(Users).subscribe(({ result, metrics }) => report(result, metrics));
   */
  request(url: URLConvertible, options?: RequestOptions): DataRequest;
  request(convertible: URLRequestConvertible, options?: ConvertibleOptions): DataRequest;
  request(target: RequestTarget, options?: RequestOptions): DataRequest {
    return new DataRequest(
      this.#record,
      new TargetPlan(target, readOptionsFor(target, options, REQUEST_OPTIONS.data), this.#record),
    );
  }

  /**
   * A request that sends bytes, text, a Blob, a file, a stream or a form; `POST` unless told otherwise.
   *
   * A form below `usingThreshold` is encoded in memory, else through a temporary file that is gone at the end;
   * see {@link UploadContent} for bodies that can be made anew for a retry.
   *
   * @example
   * const upload = session.upload((form) => form.append(portrait, { name: 'portrait' }), 'https://example.com/people');
   * upload.uploadProgress.subscribe(({ fractionCompleted }) => bar.update(fractionCompleted));
   * upload.validate().response().subscribe();
   */
  upload(body: UploadContent, to: URLConvertible, options?: RequestOptions & UploadOptions): UploadRequest;
  upload(
    body: UploadContent,
    to: URLRequestConvertible,
    options?: ConvertibleOptions & UploadOptions,
  ): UploadRequest;
  upload(body: UploadContent, to: RequestTarget, options?: RequestOptions & UploadOptions): UploadRequest {
    return new UploadRequest(
      this.#record,
      uploadPlan(body, to, readOptionsFor(to, options, UPLOAD_OPTIONS), this.#record),
    );
  }

  /**
   * A request whose response body is handed on as it comes. It starts when its first stream is subscribed to, or
   * asked for its first value.
   *
   * @example
   * const lines = session.streamRequest('https://api.example.com/log').validate().responseStreamLines();
   * for await (const line of lines) await store(line);
   */
  streamRequest(url: URLConvertible, options?: StreamRequestOptions): DataStreamRequest;
  streamRequest(convertible: URLRequestConvertible, options?: StreamConvertibleOptions): DataStreamRequest;
  streamRequest(target: RequestTarget, options?: StreamRequestOptions): DataStreamRequest {
    const read = readOptionsFor(target, options, REQUEST_OPTIONS.stream);
    const plan = new TargetPlan(target, read, this.#record);
    return new DataStreamRequest(this.#record, plan, read.options.automaticallyCancelOnStreamError);
  }

  /**
   * A WebSocket to a ws, wss, http or https URL, or of a URLRequest; its handshake is made, adapted and retried as any
   * request is. It is opened when somebody listens to it first.
   *
   * In browsers the code of WebSockets is an import of its own, `import 'rxsession/websocket'`: without it this throws
   * a `SessionError` of kind `unsupported` that says so.
   *
   * @example
   * const socket = session.webSocketRequest('wss://api.example.com/chat', { configuration: { protocol: 'chat' } });
   * socket.streamMessages().subscribe((message) => show(message));
   * socket.send('hello').subscribe();
   */
  webSocketRequest(url: URLConvertible, options?: WebSocketOptions): WebSocketRequest;
  webSocketRequest(
    convertible: URLRequestConvertible,
    options?: WebSocketConvertibleOptions,
  ): WebSocketRequest;
  webSocketRequest(target: RequestTarget, options?: WebSocketOptions): WebSocketRequest {
    const read = readOptionsFor(target, options, REQUEST_OPTIONS.webSocket);
    const plan = new TargetPlan(target, read, this.#record);
    return this.#webSockets.makeRequest(this.#record, plan, read.options.configuration);
  }

  /**
   * A request that takes its response body to a file, in constant memory. `to` decides where the file is put; without
   * it the file stays in the temporary folder, and is the caller's from then on. Browsers have no files: there this
   * throws a `SessionError` of kind `unsupported` that says so.
   *
   * A download that was broken off goes on with its resume data, where the server allows it and the file has not
   * changed there; else it begins anew. Options are those of the request that is made for the rest.
   *
   * @example
   * const download = session.download(url, { to: suggestedDownloadDestination('/var/reports') }).validate();
   * download.responseURL().subscribe(({ fileURL, resumeData }) => {
   *   if (resumeData !== undefined) session.download({ resumingWith: resumeData }).responseURL().subscribe();
   * });
   */
  download(from: URLConvertible | ResumedDownload, options?: DownloadRequestOptions): DownloadRequest;
  download(from: URLRequestConvertible, options?: DownloadConvertibleOptions): DownloadRequest;
  download(from: DownloadSource, options?: DownloadRequestOptions): DownloadRequest {
    return makeDownload(this.#record, platform.downloads, from, options);
  }

  /**
   * A session like this one, with requests, events and a delegate of its own. Given options replace, headers merge. It
   * shares the connections, unless an option of theirs is given, such as a `serverTrustManager` or a `connectTimeout`.
   *
   * @example
   * const tenant = session.extend({ configuration: { headers: { 'X-Tenant': '17' } }, interceptor: tokensOf(17) });
   */
  extend(options?: SessionOptions): Session {
    return new Session(options, this.#record);
  }

  /** Calls back on the rootQueue with the requests that have started and not ended. */
  withAllRequests(action: (requests: ReadonlySet<Request<unknown>>) => void): void {
    this.rootQueue.enqueue(() => {
      const members = Array.from(this.#record.active, ({ request }) => request);
      action(new Set(members.filter((request) => request instanceof Request)));
    });
  }

  /**
   * Cancels every request that has started and not ended, whether or not anybody subscribes. Emits once, and
   * completes, when all of them have delivered; replayed to whoever subscribes later.
   */
  cancelAllRequests({ completingOn }: { completingOn?: SchedulerLike | undefined } = {}): Observable<void> {
    const completion = new ReplaySubject<void>(1);
    this.rootQueue.enqueue(() => {
      const requests = [...this.#record.active];
      for (const request of requests) request.cancel();
      this.#record.whenEnded(requests, () => {
        completion.next();
        completion.complete();
      });
    });
    return completingOn === undefined ? completion.asObservable() : completion.pipe(observeOn(completingOn));
  }

  /** Takes no new request, and ends when the running ones have. A request made later is `sessionInvalidated`. */
  finishTasksAndInvalidate(): void {
    this.#record.invalidate(undefined);
  }

  /** Takes no new request, and ends the running ones with `sessionInvalidated`. */
  invalidateAndCancel(): void {
    this.#record.invalidate(new SessionError({ kind: 'sessionInvalidated' }));
  }

  /** @internal See {@link Disposing}. */
  [Symbol.dispose](): void {
    this.#record.invalidate(new SessionError({ kind: 'sessionDeinitialized' }));
  }
}

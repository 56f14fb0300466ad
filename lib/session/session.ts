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
import type { HTTPMethod } from '../message/http-method.js';
import type { URLConvertible } from '../message/url-convertible.js';
import type { URLRequestConvertible } from '../message/url-request.js';
import type { RedirectHandler } from '../extending/redirect-handler.js';
import { DataRequest } from '../request/data-request.js';
import { DataStreamRequest } from '../request/stream/data-stream-request.js';
import type { DownloadRequest } from '../request/download/download-request.js';
import { Request } from '../request/request.js';
import type { UploadContent, UploadOptions } from '../request/upload-content.js';
import { ContentUploadPlan } from '../request/upload-plan.js';
import { UploadRequest } from '../request/upload-request.js';
import type { WebSocketRequest } from '../request/web-socket/web-socket-request.js';
import type { SerialScheduler } from '../scheduling/serial-scheduler.js';
import { bodyAfterParameters, coldBody, withBodyTaken } from './cold-request.js';
import {
  coldVerb,
  coldVerbWithBody,
  type ColdVerb,
  type ColdVerbWithBody,
  type MakeRequest,
} from './cold-verbs.js';
import type {
  ConvertibleOptions,
  RequestOptions,
  StreamConvertibleOptions,
  StreamRequestOptions,
  WebSocketConvertibleOptions,
  WebSocketOptions,
} from './request-options.js';
import {
  makeDownload,
  type DownloadConvertibleOptions,
  type DownloadRequestOptions,
  type DownloadSource,
  type ResumedDownload,
} from './make-download.js';
import { makeURLRequest, type RequestTarget } from './request-target.js';
import { TargetPlan } from './target-plan.js';
import { SessionCore } from './session-core.js';
import type { SessionDelegate } from './session-delegate.js';
import { partsOf, type SessionOptions } from './session-options.js';
import { SessionWebSockets } from './session-web-sockets.js';

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
  /** All the monitors as one: the default ones, then those given. */
  readonly eventMonitor: CompositeEventMonitor;
  readonly defaultEventMonitors: readonly EventMonitor[];
  /** Everything that happens in the session from now on; completes when the session has ended. */
  readonly events: Observable<SessionEvent>;

  readonly get: ColdVerb;
  readonly head: ColdVerb;
  readonly delete: ColdVerb;
  readonly post: ColdVerbWithBody;
  readonly put: ColdVerbWithBody;
  readonly patch: ColdVerbWithBody;

  readonly #core: SessionCore;
  readonly #webSockets: SessionWebSockets;

  constructor(options: SessionOptions = {}) {
    const parts = partsOf(options, platform, this);
    this.#core = new SessionCore(parts);
    const { webSocketTransport } = options;
    this.#webSockets = new SessionWebSockets({ ...parts, webSocketTransport });
    this.session = parts.instance;
    this.delegate = parts.delegate;
    this.rootQueue = parts.rootQueue;
    this.requestQueue = parts.requestQueue;
    this.serializationQueue = parts.serializationQueue;
    this.startRequestsImmediately = parts.startRequestsImmediately;
    this.requestSetup = parts.requestSetup;
    this.interceptor = parts.interceptor;
    this.serverTrustManager = parts.ownTransport.serverTrust?.serverTrustManager;
    this.redirectHandler = parts.redirectHandler;
    this.eventMonitor = parts.eventMonitor;
    this.defaultEventMonitors = parts.defaultEventMonitors;
    this.events = parts.events.events;
    const make: MakeRequest = (method, url, body, options) => this.#coldRequest(method, url, body, options);
    this.get = coldVerb('GET', make);
    this.head = coldVerb('HEAD', make);
    this.delete = coldVerb('DELETE', make);
    this.post = coldVerbWithBody('POST', make);
    this.put = coldVerbWithBody('PUT', make);
    this.patch = coldVerbWithBody('PATCH', make);
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
  request(target: RequestTarget, options: RequestOptions = {}): DataRequest {
    return new DataRequest(this.#core, new TargetPlan(target, options, this.#core.transport));
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
  upload(
    body: UploadContent,
    to: RequestTarget,
    options: RequestOptions & UploadOptions = {},
  ): UploadRequest {
    const { transport } = this.#core;
    const upload = new ContentUploadPlan(body, options);
    return new UploadRequest(this.#core, {
      ...options,
      upload,
      makeURLRequest: () => upload.describe(makeURLRequest(to, options, { method: 'POST', transport })),
    });
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
  streamRequest(target: RequestTarget, options: StreamRequestOptions = {}): DataStreamRequest {
    const plan = new TargetPlan(target, options, this.#core.transport);
    const { automaticallyCancelOnStreamError } = (options as StreamRequestOptions | null) ?? {};
    return new DataStreamRequest(this.#core, plan, automaticallyCancelOnStreamError);
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
  webSocketRequest(target: RequestTarget, options: WebSocketOptions = {}): WebSocketRequest {
    const { transport } = this.#core;
    const plan = {
      ...options,
      makeURLRequest: () => makeURLRequest(target, options, { method: 'GET', transport }),
    };
    return this.#webSockets.makeRequest(this.#core, plan, options.configuration);
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
  download(from: DownloadSource, options: DownloadRequestOptions = {}): DownloadRequest {
    return makeDownload(this.#core, platform.downloads, from, options);
  }

  /** Calls back on the rootQueue with the requests that have started and not ended. */
  withAllRequests(action: (requests: ReadonlySet<Request<unknown>>) => void): void {
    this.rootQueue.enqueue(() => {
      const members = Array.from(this.#core.active, ({ request }) => request);
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
      const requests = [...this.#core.active];
      for (const request of requests) request.cancel();
      this.#core.whenEnded(requests, () => {
        completion.next();
        completion.complete();
      });
    });
    return completingOn === undefined ? completion.asObservable() : completion.pipe(observeOn(completingOn));
  }

  /** Takes no new request, and ends when the running ones have. A request made later is `sessionInvalidated`. */
  finishTasksAndInvalidate(): void {
    this.#core.invalidate(undefined);
  }

  /** Takes no new request, and ends the running ones with `sessionInvalidated`. */
  invalidateAndCancel(): void {
    this.#core.invalidate(new SessionError({ kind: 'sessionInvalidated' }));
  }

  /** Takes no new request, and ends the running ones with `sessionDeinitialized`: for `using`. */
  [Symbol.dispose](): void {
    this.#core.invalidate(new SessionError({ kind: 'sessionDeinitialized' }));
  }

  #coldRequest(
    method: HTTPMethod,
    url: URLConvertible,
    body: unknown,
    given: RequestOptions & UploadOptions,
  ): DataRequest {
    const options = given.method === undefined ? given : { ...given, method };
    const { transport } = this.#core;
    const sent = coldBody(body);
    switch (sent.kind) {
      case 'none':
        return new DataRequest(this.#core, new TargetPlan(url, options, transport, method));
      case 'upload':
        return this.upload(sent.content, url, withBodyTaken({ ...options, method }));
      case 'encoded': {
        const encoder = bodyAfterParameters(sent.encoder, options);
        return new DataRequest(
          this.#core,
          new TargetPlan(url, { ...options, parameters: null, encoder }, transport, method),
        );
      }
    }
  }
}

import { platform } from '#platform';
import { type Observable, observeOn, ReplaySubject, type SchedulerLike } from 'rxjs';
import { SessionError } from '../errors/session-error.js';
import type { URLConvertible } from '../message/url-convertible.js';
import type { URLRequestConvertible } from '../message/url-request.js';
import { DataRequest } from '../request/data-request.js';
import { DataStreamRequest } from '../request/stream/data-stream-request.js';
import type { DownloadRequest } from '../request/download/download-request.js';
import { Request } from '../request/request.js';
import type { UploadContent, UploadOptions } from '../request/upload-content.js';
import { UploadRequest } from '../request/upload-request.js';
import type { WebSocketRequest } from '../request/web-socket/web-socket-request.js';
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
import type { Disposing } from './disposing.js';
import type { SessionOptions } from './session-options.js';
import { SessionProperties } from './session-properties.js';
import { SessionRecord } from './session-record.js';
import { SessionWebSockets } from './session-web-sockets.js';

/** Declares `Symbol.dispose` where the consumer's libraries have it. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- declares what the class has
export interface Session extends Disposing<SymbolConstructor> {}

/**
 * Makes requests, owns them until they end, and shares with them a transport, queues, interceptors and monitors
 * (Alamofire's `Session`).
 *
 * It has two doors. `request`, `upload`, `download` and `streamRequest` return a request with a life of its own, shared by
 * all its listeners. `get`, `post` and the other verbs return a cold Observable of the value. Neither door throws.
 *
 * @example
 * const session = new Session({ interceptor: new RetryPolicy() });
 * session.get<User>('https://api.example.com/users/17').subscribe((user) => console.log(user.name));
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class Session extends SessionProperties {
  static #default: Session | undefined;

  readonly #webSockets: SessionWebSockets;

  constructor(options?: SessionOptions);
  /** @internal */
  constructor(options: SessionOptions | undefined, extended: SessionRecord);
  constructor(options?: SessionOptions, extended?: SessionRecord) {
    super((info) => extended?.extended(options, platform, info) ?? SessionRecord.of(options, platform, info));
    this.#webSockets = new SessionWebSockets(this.record);
  }

  /** Session with default options, created when it is first read (Alamofire's `Session.default`). */
  static get default(): Session {
    return (Session.#default ??= new Session());
  }

  /**
   * Makes a request to a URL, or one of a URLRequest that is made for each attempt. It starts when its first response is
   * subscribed to. In Node a URL object of the scheme `file:` reads that file, without a response; text never does.
   *
   * @example
   * const request = session.request('https://api.example.com/users', { parameters: { page: 2 } }).validate();
   * request.responseDecodable(Users).subscribe(({ result, metrics }) => report(result, metrics));
   */
  request(url: URLConvertible, options?: RequestOptions): DataRequest;
  request(convertible: URLRequestConvertible, options?: ConvertibleOptions): DataRequest;
  request(target: RequestTarget, options?: RequestOptions): DataRequest {
    return new DataRequest(
      this.record,
      new TargetPlan(target, readOptionsFor(target, options, REQUEST_OPTIONS.data), this.record),
    );
  }

  /**
   * Makes a request that sends bytes, text, a Blob, a file, a stream or a form. Default method: `POST`.
   *
   * A form below `usingThreshold` is encoded in memory, a larger one in a temporary file that is removed afterwards.
   * {@link UploadContent} tells which bodies can be made again for a retry.
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
      this.record,
      uploadPlan(body, to, readOptionsFor(to, options, UPLOAD_OPTIONS), this.record),
    );
  }

  /**
   * Makes a request that hands on the response's body in chunks. It starts when its first stream is subscribed to, or
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
    const plan = new TargetPlan(target, read, this.record);
    return new DataStreamRequest(this.record, plan, read.options.automaticallyCancelOnStreamError);
  }

  /**
   * Makes a WebSocket to a ws, wss, http or https URL, or of a URLRequest. Its handshake is adapted and retried like any
   * request, and begins with the first listener. In browsers throws `unsupported` unless `rxsession/websocket` is imported.
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
    const plan = new TargetPlan(target, read, this.record);
    return this.#webSockets.makeRequest(this.record, plan, read.options.configuration);
  }

  /**
   * Makes a request that writes the response's body to a file, in constant memory. `to` decides the destination; without
   * it the file stays in the temporary folder and belongs to the caller. In browsers throws `unsupported`.
   *
   * Resume data continue an interrupted download if the server still has the same file, else it begins anew.
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
    return makeDownload(this.record, platform.downloads, from, options);
  }

  /**
   * A session like this one, with requests, events and a delegate of its own. Given options replace, headers merge. It
   * shares the connections, unless an option of theirs is given, such as a `serverTrustManager` or a `connectTimeout`.
   *
   * @example
   * const tenant = session.extend({ configuration: { headers: { 'X-Tenant': '17' } }, interceptor: tokensOf(17) });
   */
  extend(options?: SessionOptions): Session {
    return new Session(options, this.record);
  }

  /** Calls back on the rootQueue with the active requests: those that have started and not ended. */
  withAllRequests(action: (requests: ReadonlySet<Request<unknown>>) => void): void {
    this.rootQueue.enqueue(() => {
      const members = Array.from(this.record.active, ({ request }) => request);
      action(new Set(members.filter((request) => request instanceof Request)));
    });
  }

  /**
   * Cancels every active request, whether or not the result is subscribed to. The result emits once and completes when
   * all of them have delivered, also for late subscribers. `completingOn` is the scheduler of that emission.
   */
  cancelAllRequests({ completingOn }: { completingOn?: SchedulerLike | undefined } = {}): Observable<void> {
    const completion = new ReplaySubject<void>(1);
    this.rootQueue.enqueue(() => {
      const requests = [...this.record.active];
      for (const request of requests) request.cancel();
      this.record.whenEnded(requests, () => {
        completion.next();
        completion.complete();
      });
    });
    return completingOn === undefined ? completion.asObservable() : completion.pipe(observeOn(completingOn));
  }

  /** Refuses new requests with `sessionInvalidated`. Ends when the active ones have ended. */
  finishTasksAndInvalidate(): void {
    this.record.invalidate(undefined);
  }

  /** Refuses new requests, and ends the active ones with `sessionInvalidated`. */
  invalidateAndCancel(): void {
    this.record.invalidate(new SessionError({ kind: 'sessionInvalidated' }));
  }

  /** @internal See {@link Disposing}. */
  [Symbol.dispose](): void {
    this.record.invalidate(new SessionError({ kind: 'sessionDeinitialized' }));
  }
}

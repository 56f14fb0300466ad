import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import { ownFields } from '../message/option-bag.js';
import type { RequestContext } from '../message/request-info.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { Plan, UploadPlan } from '../exchange/exchange.js';
import type { WebSocketConfiguration } from './web-socket/web-socket-configuration.js';
import type { DownloadPlan } from './download/download-intake.js';

/** Order of a request, as its session was given it. Every member is read as its own: `Object.prototype` never shows through. */
export interface RequestPlan extends Plan {
  readonly webSocket: WebSocketPlan | undefined;
  readonly download: DownloadPlan | undefined;
  readonly interceptor: RequestInterceptor | undefined;
  /** Lets the first listener start the request; undefined leaves it to the session. */
  readonly shouldAutomaticallyResume: boolean | undefined;
  /** Cancels the request. */
  readonly signal: AbortSignal | undefined;
  /** Longest duration in milliseconds; undefined leaves it to the session. */
  readonly timeoutIntervalForResource: number | undefined;
  /** Values for extensions. */
  readonly context: RequestContext | undefined;
  /** A plan like this one, for a request of a special kind. */
  with(parts: PlanParts): RequestPlan;
}

/** Additions to the plan of a special kind of request. */
export type PlanParts = { readonly [Part in 'upload' | 'webSocket' | 'download']?: RequestPlan[Part] };

/** Plan of a special kind of request, on top of another plan. */
export class ExtendedPlan implements RequestPlan {
  readonly upload: UploadPlan | undefined;
  readonly webSocket: WebSocketPlan | undefined;
  readonly download: DownloadPlan | undefined;

  constructor(
    private readonly base: RequestPlan,
    parts: PlanParts,
  ) {
    const { upload, webSocket, download } = ownFields(parts);
    this.upload = upload ?? base.upload;
    this.webSocket = webSocket ?? base.webSocket;
    this.download = download ?? base.download;
  }

  /** A file can be read, but not uploaded to or opened as a socket. */
  get readsFile(): boolean {
    return this.upload === undefined && this.webSocket === undefined && this.base.readsFile;
  }

  get interceptor(): RequestInterceptor | undefined {
    return this.base.interceptor;
  }

  get shouldAutomaticallyResume(): boolean | undefined {
    return this.base.shouldAutomaticallyResume;
  }

  get signal(): AbortSignal | undefined {
    return this.base.signal;
  }

  get timeoutIntervalForResource(): number | undefined {
    return this.base.timeoutIntervalForResource;
  }

  get context(): RequestContext | undefined {
    return this.base.context;
  }

  makeURLRequest(): URLRequest {
    return this.base.makeURLRequest();
  }

  with(parts: PlanParts): RequestPlan {
    return new ExtendedPlan(this, parts);
  }
}

/** Configuration and transport of a WebSocket. */
export interface WebSocketPlan {
  readonly configuration: WebSocketConfiguration;
  readonly transport: WebSocketTransport;
  /** Wraps a transport in what the session adds to every transport, such as cookies. */
  carrying(handshakes: Transport): Transport;
}

import type { Answer } from '../answers/answer.js';
import type { Transport } from '../transport/transport.js';
import type { WebSocketTransport } from '../transport/web-socket-transport.js';
import type { URLRequest } from '../message/url-request.js';
import type { RequestInterceptor } from '../extending/interceptor.js';
import type { UploadBody } from '../exchange/steps/create-body.js';
import type { WebSocketConfiguration } from './web-socket/web-socket-configuration.js';
import type { DownloadPlan } from './download/download-plan.js';

/** What a request is to do, as the session was told. */
export interface RequestPlan {
  /** Makes the URLRequest of an attempt anew; what it throws is the failure of the attempt. */
  makeURLRequest(): URLRequest;
  /** Whether it was made for a file: nothing else may lead to one. */
  readonly readsFile?: boolean | undefined;
  readonly upload?: UploadPlan | undefined;
  readonly webSocket?: WebSocketPlan | undefined;
  readonly download?: DownloadPlan | undefined;
  readonly interceptor?: RequestInterceptor | undefined;
  /** Whether listening starts the request; the session's word unless given. */
  readonly shouldAutomaticallyResume?: boolean | undefined;
  /** Cancels the request. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes the body of an upload, anew for each attempt where that is possible. */
export interface UploadPlan {
  make(urlRequest: URLRequest): Answer<UploadBody>;
  /** Gives up what the body of the attempt occupies, whether it was made or is being made. */
  release(): Answer<void>;
  /** Whether the body can be made again. */
  readonly canMakeAgain: boolean;
}

/** What a WebSocket is opened with, and how. */
export interface WebSocketPlan {
  readonly configuration: WebSocketConfiguration;
  readonly transport: WebSocketTransport;
  /** What the session adds to every transport, such as cookies. */
  carrying(handshakes: Transport): Transport;
}

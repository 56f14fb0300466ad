import type { AxiosPromise, GenericAbortSignal, InternalAxiosRequestConfig } from 'axios';
import type { RequestBody } from '../request-body.js';
import type { SendPhase } from '../../message/request-info.js';
import type { HTTPHeaders } from '../../message/http-headers.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import type { Transport, TransportTask } from '../transport.js';

/** Facts that the transport and a session's own axios adapter exchange beyond axios's vocabulary. */
export class AdapterExchange {
  /** The message on the wire, set by the adapter before it sends anything. */
  task: Pick<TransportTask, 'timings' | 'sendPhase' | 'isReusedConnection' | 'isQueued'> | undefined;
  /** Facts about the response that axios has no fields for. Set before the adapter's promise resolves. */
  head: ReceivedHead | undefined;
  /** Set by the adapter as soon as there is something to control. */
  controls: AdapterControls | undefined;
  /** The transport lost interest, maybe before there were any controls: the adapter sends nothing then. */
  isCancelled = false;
  /** Signal that the controls follow already. */
  signal: GenericAbortSignal | undefined;

  constructor(
    /** The body to send; `config.data` is not looked at. */
    readonly body: RequestBody | undefined,
    /** Receives the number of body bytes handed to the socket so far; undefined if nobody observes it. */
    readonly didSendBodyData: ((totalBytesSent: number) => void) | undefined,
  ) {}

  get timings(): Readonly<TransactionTimings> {
    return this.task?.timings ?? {};
  }

  /** `something` as soon as the adapter has handed any byte of the request to a socket. */
  get sendPhase(): SendPhase {
    return this.task?.sendPhase ?? 'nothing';
  }

  get isReusedConnection(): boolean | undefined {
    return this.task?.isReusedConnection;
  }
}

/** The head of a response as the adapter received it. */
export interface ReceivedHead {
  readonly statusCode: number;
  readonly statusText: string;
  /** Read instead of those of the AxiosResponse while the instance has no interceptors. */
  readonly headers: HTTPHeaders;
  readonly httpVersion: string | undefined;
  /** True if the adapter decodes the body: its `Content-Length` is not the body's length then. */
  readonly isDecoded: boolean;
}

/** An adapter of axios that knows exchanges. */
export interface ExchangeAdapter {
  /** With an exchange, it is answered with an {@link InboundBody}; without one, as axios's own adapters do. */
  (config: InternalAxiosRequestConfig, exchange?: AdapterExchange): AxiosPromise;
  /** Sends a message past the words of axios, which costs less: for an instance that has nothing to add to it. */
  readonly send: Transport['send'];
}

export function isExchangeAdapter(adapter: unknown): adapter is ExchangeAdapter {
  return typeof adapter === 'function' && 'send' in adapter;
}

/** Controls of an adapter. See `TransportTask` for the promises of each. */
export interface AdapterControls {
  pause(): void;
  resume(): void;
  abort(): void;
  discard(): void;
}

/**
 * `data` of the AxiosResponse with which an adapter answers an {@link AdapterExchange}. Bytes that arrive before
 * `read` are buffered; `read` is called once, and may deliver synchronously.
 */
export interface InboundBody {
  read(receiver: InboundBodyReceiver): void;
}

/** Receives the decoded chunks of a body, then exactly one of `end` and `fail`. */
export interface InboundBodyReceiver {
  data(piece: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
}

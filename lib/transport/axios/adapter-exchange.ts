import type { AxiosPromise, GenericAbortSignal, InternalAxiosRequestConfig } from 'axios';
import type { RequestBody } from '../request-body.js';
import type { SendPhase } from '../../message/request-info.js';
import type { HTTPHeaders } from '../../message/http-headers.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import type { Transport, TransportTask } from '../transport.js';

/**
 * What the transport and a session's own axios adapter tell each other beyond the words of axios.
 */
export class AdapterExchange {
  /** The message on the wire, set by the adapter before it sends anything. */
  task: Pick<TransportTask, 'timings' | 'sendPhase' | 'isReusedConnection' | 'isQueued'> | undefined;
  /** What axios has no words for, set before the adapter's promise resolves. */
  head: ReceivedHead | undefined;
  /** Set by the adapter as soon as there is something to control. */
  controls: AdapterControls | undefined;
  /** The transport lost interest, maybe before there were any controls: the adapter sends nothing then. */
  isCancelled = false;
  /** One that the controls follow already. */
  signal: GenericAbortSignal | undefined;

  constructor(
    /** The body to send; `config.data` is not looked at. */
    readonly body: RequestBody | undefined,
    /** Told the bytes of the body handed to the socket so far; undefined when nobody wants to know. */
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
  /** Whether the adapter decodes the body: its `Content-Length` says nothing then. */
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

/** How the transport steers an adapter; see `TransportTask` for what each promises. */
export interface AdapterControls {
  pause(): void;
  resume(): void;
  abort(): void;
  discard(): void;
}

/**
 * `data` of the AxiosResponse that an adapter answers an {@link AdapterExchange} with. What comes before
 * `read` is kept; `read` is called once, and may hand over at once.
 */
export interface InboundBody {
  read(receiver: InboundBodyReceiver): void;
}

/** Given the decoded pieces of a body, then exactly one of `end` and `fail`. */
export interface InboundBodyReceiver {
  data(piece: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
}

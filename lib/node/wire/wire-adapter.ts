import {
  AxiosError,
  CanceledError,
  type AxiosPromise,
  type GenericAbortSignal,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { RunInContext } from '../../answers/context.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { AdapterExchange } from '../../transport/axios/adapter-exchange.js';
import {
  type AdapterControls,
  type ExchangeAdapter,
  type InboundBody,
} from '../../transport/axios/adapter-exchange.js';
import type { TransportConfiguration } from '../../transport/platform.js';
import type { TransportClient, TransportRequest, TransportTask } from '../../transport/transport.js';
import { asyncContext } from '../async-context.js';
import { axiosError, axiosResponse } from './adapter-answer.js';
import type { TLSOptions } from './connection.js';
import { ConnectionPools, type Wire } from './connection-pool.js';
import { directAnswer, directExchange, judged } from './direct-answer.js';
import { IncomingBody, type BodySource } from './incoming-body.js';
import { SendQueue } from './send-queue.js';
import { TLSSessions } from './tls-sessions.js';
import { messageOf, messageOfConfig } from './wire-message.js';
import { WireRequest } from './wire-request.js';
import type { WireOrder } from './wire-upload.js';

/** Configuration of an adapter. */
export interface WireAdapterConfiguration extends TransportConfiguration {
  readonly tls?: TLSOptions | undefined;
}

/** An axios adapter, with the connections that it keeps open between requests. */
export interface WireAdapter {
  readonly adapter: ExchangeAdapter;
  /** Takes no more requests; settles when those under way have ended and every connection is closed. */
  close(): Promise<void>;
  /** Ends what is under way with a `sessionInvalidated`; settles when every connection is closed. */
  destroy(): Promise<void>;
}

/**
 * The axios adapter of sessions in Node, over HTTP/1.1 connections of its own. It never follows redirects.
 *
 * - `send` takes a message of a transport, past the words of axios.
 * - Called with an `AdapterExchange`, it resolves at the head of the response, with an `InboundBody`. What fails before
 *   rejects with an `AxiosError` whose `cause` is the error of the platform; what fails afterwards fails the body.
 * - Called without one, it answers as axios's own adapters do.
 */
export function createWireAdapter(configuration: WireAdapterConfiguration): WireAdapter {
  const runInContext = asyncContext.captureContext();
  let opened: Wire | undefined;
  const wire = (): Wire => (opened ??= openWire(configuration, runInContext));
  const answer = (config: InternalAxiosRequestConfig, exchange?: AdapterExchange): AxiosPromise =>
    exchange === undefined ? answerDirectly(config, wire()) : answerExchange(config, exchange, wire());
  return {
    adapter: Object.assign(answer, {
      send: (request: TransportRequest, client: TransportClient) => send(request, client, wire()),
    }),
    close: () => wire().pools.close(),
    destroy: () => wire().pools.destroy(),
  };
}

/** Made with the first message: many a session sends none. */
function openWire(configuration: WireAdapterConfiguration, runInContext: RunInContext): Wire {
  const { connectTimeout, httpMaximumConnectionsPerHost, rootQueue, serverTrust, tls } = configuration;
  const environment = {
    ...{ connectTimeout, rootQueue, serverTrust, tls, runInContext },
    tlsSessions: new TLSSessions(),
    sendQueue: new SendQueue(),
  };
  return { pools: new ConnectionPools(environment, httpMaximumConnectionsPerHost), rootQueue };
}

function send(request: TransportRequest, client: TransportClient, wire: Wire): TransportTask {
  try {
    const { urlRequest, body, reportsUploadProgress } = request;
    const order = { message: messageOf(urlRequest), url: urlRequest.url, body, reportsUploadProgress };
    return new WireRequest(order, wire, client).start();
  } catch (error) {
    client.didComplete(error);
    return UNSENT;
  }
}

/** A message that cannot be sent. */
const UNSENT: TransportTask = {
  timings: {},
  sendPhase: 'nothing',
  isReusedConnection: undefined,
  resume: ignored,
  suspend: ignored,
  cancel: ignored,
  discard: ignored,
};

function ignored(): void {
  // The message has failed already.
}

function answerExchange(
  config: InternalAxiosRequestConfig,
  exchange: AdapterExchange,
  wire: Wire,
): AxiosPromise<InboundBody> {
  const answer = new AxiosExchange(config, exchange).perform(wire);
  return typeof config.validateStatus === 'function' ? answer.then(judged) : answer;
}

async function answerDirectly(config: InternalAxiosRequestConfig, wire: Wire): AxiosPromise {
  const exchange = directExchange(config);
  const running = new AxiosExchange(config, exchange);
  const { timeout = 0 } = config;
  const deadline = timeout > 0 && wire.rootQueue.schedule(() => running.timeOut(), timeout);
  try {
    return await directAnswer(await running.perform(wire), exchange);
  } finally {
    if (deadline) deadline.unsubscribe();
  }
}

/** A message in the words of axios: a promise of the head, and a body to read. */
class AxiosExchange implements TransportClient, AdapterControls, BodySource {
  readonly #config: InternalAxiosRequestConfig;
  readonly #exchange: AdapterExchange;
  readonly #body = new IncomingBody(this);
  #request: WireRequest | undefined;
  #stopListening: (() => void) | undefined;
  #resolve: ((response: Awaited<AxiosPromise<InboundBody>>) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #isOver = false;

  constructor(config: InternalAxiosRequestConfig, exchange: AdapterExchange) {
    this.#config = config;
    this.#exchange = exchange;
  }

  /** Settles at the head of the response. */
  perform(wire: Wire): AxiosPromise<InboundBody> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      try {
        this.#start(wire);
      } catch (error) {
        this.didComplete(error);
      }
    });
  }

  didReceiveResponse({ statusCode, headers, httpVersion }: HTTPURLResponse): void {
    const { head: received, isDecoded } = this.#request as WireRequest;
    const head = { statusCode, statusText: received?.statusText ?? '', headers, httpVersion, isDecoded };
    this.#exchange.head = head;
    this.#reject = undefined;
    this.#resolve?.(axiosResponse(head, this.#body, this.#config));
  }

  didReceiveData(chunk: Uint8Array): void {
    this.#body.data(chunk);
    if (this.#body.isFull) this.#request?.suspend();
  }

  didSendBodyData(totalBytesSent: number): void {
    this.#exchange.didSendBodyData?.(totalBytesSent);
  }

  didComplete(error?: unknown): void {
    if (this.#isOver) return;
    this.#finish();
    if (this.#reject !== undefined) this.#reject(axiosError(error, this.#config));
    else if (error === undefined) this.#body.end();
    else this.#body.fail(error);
  }

  pause(): void {
    this.#body.pause();
    this.#request?.suspend();
  }

  resume(): void {
    this.#body.resume();
  }

  proceed(): void {
    this.#request?.resume();
  }

  abort(): void {
    this.#body.close();
    this.#end(new CanceledError(undefined, this.#config));
  }

  discard(): void {
    if (this.#reject !== undefined) {
      this.abort();
      return;
    }
    this.#body.close();
    this.#request?.discard();
    this.#finish();
  }

  /** Ends it as a timeout of axios. */
  timeOut(): void {
    const { timeout, timeoutErrorMessage, transitional } = this.#config;
    const message = timeoutErrorMessage ?? `timeout of ${timeout ?? 0}ms exceeded`;
    const isClear = transitional?.clarifyTimeoutError === true;
    this.#abort(
      new AxiosError(message, isClear ? AxiosError.ETIMEDOUT : AxiosError.ECONNABORTED, this.#config),
    );
  }

  #start(wire: Wire): void {
    const exchange = this.#exchange;
    const order = orderOf(this.#config, exchange);
    this.#request = new WireRequest(order, wire, this);
    exchange.task = this.#request;
    exchange.controls = this;
    if (exchange.isCancelled || this.#config.signal?.aborted === true) {
      this.abort();
      return;
    }
    this.#stopListening = abortOnSignal(this.#config, exchange.signal, () => {
      this.#abort(new CanceledError(undefined, this.#config));
    });
    this.#request.start();
  }

  #abort(reason: AxiosError): void {
    this.#body.abort(reason);
    this.#end(reason);
  }

  #end(reason: AxiosError): void {
    if (this.#isOver) return;
    this.#finish();
    this.#request?.cancel();
    this.#reject?.(reason);
  }

  #finish(): void {
    this.#isOver = true;
    this.#stopListening?.();
  }
}

function orderOf(config: InternalAxiosRequestConfig, exchange: AdapterExchange): WireOrder {
  const message = messageOfConfig(config);
  const { body, didSendBodyData } = exchange;
  const reportsUploadProgress = didSendBodyData !== undefined;
  return { message, url: `${message.origin}${message.path}`, body, reportsUploadProgress };
}

/**
 * Calls `abort` when the `signal` or the `cancelToken` of a config fires, unless the signal is `followed` already.
 * Returns a function that stops listening; undefined if there is nothing to listen to.
 */
function abortOnSignal(
  { signal: given, cancelToken }: InternalAxiosRequestConfig,
  followed: GenericAbortSignal | undefined,
  abort: () => void,
): (() => void) | undefined {
  const signal = given === followed ? undefined : given;
  if (signal === undefined && cancelToken === undefined) return undefined;
  signal?.addEventListener?.('abort', abort);
  cancelToken?.subscribe(abort);
  return () => {
    signal?.removeEventListener?.('abort', abort);
    cancelToken?.unsubscribe(abort);
  };
}

import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { SendPhase } from '../contracts/request-info.js';
import type { TransportClient, TransportRequest, TransportTask } from '../contracts/transport.js';
import { HTTPURLResponse } from '../message/http-url-response.js';
import type { TransactionTimings } from '../message/task-metrics.js';
import {
  AdapterExchange,
  EXCHANGE_KEY,
  type InboundBody,
  type InboundBodyReceiver,
} from './adapter-exchange.js';
import { axiosHeadersOf } from './axios-headers.js';
import { networkFailure } from './network-error.js';
import { heldData } from './outbound-data.js';
import { receivedHeaders } from './response-head.js';

/**
 * A message sent straight through the adapter of an own instance, past the machinery of axios: it has nothing
 * to add while the instance is bare.
 */
export class ExchangeTask implements TransportTask, InboundBodyReceiver {
  readonly #url: string;
  readonly #exchange: AdapterExchange;
  #client: TransportClient | undefined;
  #isSuspended = false;
  #hasResponse = false;

  constructor(request: TransportRequest, client: TransportClient) {
    this.#url = request.urlRequest.url;
    this.#client = client;
    this.#exchange = new AdapterExchange(
      request.body,
      request.reportsUploadProgress && request.body !== undefined ? this.#sent : undefined,
    );
  }

  get timings(): Readonly<TransactionTimings> {
    return this.#exchange.timings;
  }

  get sendPhase(): SendPhase {
    return this.#exchange.sendPhase;
  }

  get isReusedConnection(): boolean | undefined {
    return this.#exchange.isReusedConnection;
  }

  start(adapter: AxiosAdapter, { urlRequest, body }: TransportRequest): this {
    const config: InternalAxiosRequestConfig & { [EXCHANGE_KEY]: AdapterExchange } = {
      url: urlRequest.url,
      method: urlRequest.method,
      headers: axiosHeadersOf(urlRequest.headers),
      data: body === undefined ? undefined : heldData(body),
      [EXCHANGE_KEY]: this.#exchange,
    };
    try {
      adapter(config).then(this.#answered, this.#failed);
    } catch (error) {
      this.fail(error);
    }
    return this;
  }

  resume(): void {
    this.#isSuspended = false;
    this.#exchange.controls?.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    this.#exchange.controls?.pause();
  }

  cancel(): void {
    if (this.#client === undefined) return;
    this.#client = undefined;
    this.#exchange.isCancelled = true;
    this.#exchange.controls?.abort();
  }

  discard(): void {
    if (!this.#hasResponse) {
      this.cancel();
      return;
    }
    if (this.#client === undefined) return;
    this.#client = undefined;
    this.#exchange.controls?.discard();
  }

  data(piece: Uint8Array): void {
    this.#client?.didReceiveData(piece);
  }

  end(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete();
  }

  fail(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete(networkFailure(error, { hasResponse: this.#hasResponse }));
  }

  readonly #failed = (error: unknown): void => {
    this.fail(error);
  };

  readonly #answered = (response: AxiosResponse<InboundBody>): void => {
    if (this.#client === undefined) return;
    this.#hasResponse = true;
    const { head } = this.#exchange;
    this.#client.didReceiveResponse(
      new HTTPURLResponse({
        url: this.#url,
        statusCode: response.status,
        headers: head?.headers ?? receivedHeaders(response.headers),
        httpVersion: head?.httpVersion,
        isDecoded: head?.isDecoded,
      }),
    );
    if (this.#isOver()) return;
    if (this.#isSuspended) this.#exchange.controls?.pause();
    response.data.read(this);
  };

  /** Also asked after the client was told something: it may have lost interest meanwhile. */
  #isOver(): boolean {
    return this.#client === undefined;
  }

  readonly #sent = (totalBytesSent: number): void => {
    this.#client?.didSendBodyData(totalBytesSent);
  };
}

import type { SendPhase } from '../../message/request-info.js';
import type { TransportClient, TransportRequest, TransportTask } from '../transport.js';
import { HTTPURLResponse } from '../../message/http-url-response.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import {
  AdapterExchange,
  type ExchangeAdapter,
  type ExchangeClient,
  type InboundBody,
  type InboundBodyReceiver,
  type ReceivedHead,
} from './adapter-exchange.js';
import { networkFailure } from '../network-error.js';

/**
 * A message sent straight through the adapter of an own instance, past the machinery of axios: it has nothing
 * to add while the instance is bare.
 */
export class ExchangeTask implements TransportTask, ExchangeClient, InboundBodyReceiver {
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
      request.reportsUploadProgress && request.body !== undefined ? this.#sent.bind(this) : undefined,
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

  start(adapter: ExchangeAdapter, { urlRequest }: TransportRequest): this {
    adapter.exchange(urlRequest, this.#exchange, this);
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

  didReceiveHead(head: ReceivedHead, body: InboundBody): void {
    if (this.#client === undefined) return;
    this.#hasResponse = true;
    const { statusCode, headers, httpVersion, isDecoded } = head;
    const response = new HTTPURLResponse({ url: this.#url, statusCode, headers, httpVersion, isDecoded });
    this.#client.didReceiveResponse(response);
    if (this.#isOver()) return;
    if (this.#isSuspended) this.#exchange.controls?.pause();
    body.read(this);
  }

  didFail(error: unknown): void {
    this.fail(error);
  }

  didCancel(): void {
    // whoever cancelled it knows
  }

  didEnd(): void {
    // the end of the body is what counts
  }

  /** Also asked after the client was told something: it may have lost interest meanwhile. */
  #isOver(): boolean {
    return this.#client === undefined;
  }

  #sent(totalBytesSent: number): void {
    this.#client?.didSendBodyData(totalBytesSent);
  }
}

import type { AxiosInstance, AxiosResponse } from 'axios';
import type { SendPhase } from '../../message/request-info.js';
import type { TransportClient, TransportRequest, TransportTask } from '../transport.js';
import type { TransactionTimings } from '../../message/task-metrics.js';
import type { InboundBodyReceiver } from './adapter-exchange.js';
import { isAxiosResponse, refusedResponse, responseIn } from './axios-answer.js';
import { changedFields } from './axios-headers.js';
import { AxiosDispatch } from './axios-dispatch.js';
import type { AxiosTransportOptions } from './axios-transport-options.js';
import { InboundResponseBody } from '../inbound-response-body.js';
import { networkFailure } from '../network-error.js';
import { dropData, openResponseBody } from '../open-response-body.js';
import type { ResponseBody } from '../response-body.js';
import { responseContentOf, type ResponseContent } from '../response-content.js';
import { noResponse, unreadableData } from '../response-failure.js';
import { responseHeadOf } from '../response-head.js';

/** A message sent through an instance of axios, its interceptors and defaults, or straight through its adapter. */
export class AxiosTask implements TransportTask, InboundBodyReceiver {
  readonly dispatch: AxiosDispatch;
  readonly #options: AxiosTransportOptions;
  #client: TransportClient | undefined;
  #response: AxiosResponse | undefined;
  #body: ResponseBody | undefined;
  #isSuspended = false;
  #bytesSent = 0;

  constructor(
    instance: AxiosInstance,
    options: AxiosTransportOptions,
    request: TransportRequest,
    client: TransportClient,
  ) {
    this.#options = options;
    this.#client = client;
    this.dispatch = new AxiosDispatch(instance, options, request, this.#sent);
  }

  get timings(): Readonly<TransactionTimings> {
    return this.dispatch.exchange?.timings ?? {};
  }

  /** An adapter of axios does not tell; unknown counts as sent. */
  get sendPhase(): SendPhase {
    if (!this.dispatch.speaksExchange) return 'something';
    return this.dispatch.exchange?.sendPhase ?? 'nothing';
  }

  get isReusedConnection(): boolean | undefined {
    return this.dispatch.exchange?.isReusedConnection;
  }

  get addedHeaders(): readonly string[] | undefined {
    const { config, urlRequest } = this.dispatch;
    return config && changedFields(config, urlRequest.headers);
  }

  start(previous: AxiosTask | undefined): this {
    try {
      this.dispatch.send(previous?.dispatch).then(this.#answered, this.#refused);
    } catch (error) {
      this.fail(error);
    }
    return this;
  }

  resume(): void {
    this.#isSuspended = false;
    if (this.#body === undefined) this.dispatch.exchange?.controls?.resume();
    else this.#body.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    if (this.#body === undefined) this.dispatch.exchange?.controls?.pause();
    else this.#body.pause();
  }

  cancel(): void {
    if (this.#end() === undefined) return;
    this.#body?.cancel();
    this.dispatch.abort();
  }

  discard(): void {
    if (this.#body === undefined) {
      this.cancel();
      return;
    }
    if (this.#end() === undefined) return;
    this.dispatch.endUpload(this.#response?.request);
    this.#body.discard();
  }

  data(piece: Uint8Array): void {
    this.#client?.didReceiveData(piece);
  }

  end(): void {
    const client = this.#end();
    this.dispatch.endUpload(this.#response?.request);
    client?.didComplete();
  }

  fail(error: unknown): void {
    const client = this.#end();
    this.#body?.cancel();
    this.dispatch.abort();
    client?.didComplete(
      networkFailure(error, {
        hasResponse: this.#response !== undefined,
        isOnline: this.#options.isOnline?.(),
      }),
    );
  }

  readonly #answered = (answer: unknown): void => {
    if (this.#client !== undefined && isAxiosResponse(answer)) {
      this.#receive(answer, this.#client);
      return;
    }
    this.#drop(isAxiosResponse(answer) ? answer.data : answer);
    if (this.#client !== undefined) this.fail(noResponse());
  };

  readonly #refused = (error: unknown): void => {
    const response = refusedResponse(error);
    if (this.#client !== undefined && response !== undefined) {
      this.#receive(response, this.#client);
      return;
    }
    this.#drop((responseIn(error) as AxiosResponse | undefined)?.data);
    if (this.#client !== undefined) this.fail(error);
  };

  #drop(data: unknown): void {
    dropData(data, this.#options.platformStreamIn);
  }

  #receive(response: AxiosResponse, client: TransportClient): void {
    this.#response = response;
    const content = responseContentOf(response.data, this.#options.platformStreamIn);
    try {
      this.#body = this.#bodyOf(content);
      client.didReceiveResponse(this.#headOf(response, content));
    } catch (error) {
      this.fail(error);
    }
    if (this.#client === undefined) return;
    if (this.#isSuspended) this.#body?.pause();
    this.#body?.read(this);
  }

  #headOf(response: AxiosResponse, content: ResponseContent): ReturnType<typeof responseHeadOf> {
    const { url, exchange } = this.dispatch;
    return responseHeadOf(
      response,
      url,
      content,
      this.#options.seenHeadOf?.(response, url) ?? exchange?.head,
    );
  }

  #bodyOf(content: ResponseContent): ResponseBody {
    const { exchange } = this.dispatch;
    if (content.kind === 'unreadable') throw unreadableData();
    if (content.kind !== 'inbound') return openResponseBody(content);
    if (exchange === undefined) throw unreadableData();
    return new InboundResponseBody(content.body, exchange);
  }

  /** Returns the client to be notified of the end, once. It receives nothing afterwards. */
  #end(): TransportClient | undefined {
    const client = this.#client;
    this.#client = undefined;
    return client;
  }

  readonly #sent = (totalBytesSent: number): void => {
    if (totalBytesSent <= this.#bytesSent) return;
    this.#bytesSent = totalBytesSent;
    this.#client?.didSendBodyData(totalBytesSent);
  };
}

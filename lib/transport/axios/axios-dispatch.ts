import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { TransportRequest } from '../transport.js';
import type { URLRequest } from '../../message/url-request.js';
import { AdapterExchange, isExchangeAdapter } from './adapter-exchange.js';
import { responseIn } from './axios-answer.js';
import { hopConfig, laterHopConfig, relativeTo, urlOf, type SentHop } from './axios-config.js';
import type { AxiosTransportOptions } from './axios-transport-options.js';
import { makeHopCanceller, type HopCanceller } from './hop-canceller.js';
import { dropData } from '../open-response-body.js';
import { bodyOfData, destroyData, heldData, type OutboundData } from '../outbound-data.js';
import { requestTransform } from './request-transform.js';

type AdapterChoice = NonNullable<AxiosRequestConfig['adapter']>;

/**
 * Sends one message through an axios instance: the first with its defaults and interceptors, a later one straight
 * through its adapter. It stands between the instance and the adapter, so that it sees the message that is really
 * sent, also when an interceptor sends it again.
 */
export class AxiosDispatch implements SentHop {
  config: InternalAxiosRequestConfig | undefined;
  /** Of the latest message, when it went through an adapter that answers one. */
  exchange: AdapterExchange | undefined;

  readonly #instance: AxiosInstance;
  readonly #options: AxiosTransportOptions;
  readonly #request: TransportRequest;
  readonly #didSendBodyData: ((totalBytesSent: number) => void) | undefined;
  readonly #canceller: HopCanceller;
  readonly #platformConfig: AxiosRequestConfig | undefined;
  #adapter: AdapterChoice;
  #outbound: OutboundData | undefined;
  #answerData: unknown;

  constructor(
    instance: AxiosInstance,
    options: AxiosTransportOptions,
    request: TransportRequest,
    didSendBodyData: (totalBytesSent: number) => void,
  ) {
    this.#instance = instance;
    this.#options = options;
    this.#request = request;
    this.#platformConfig = options.configFor?.(request);
    // to count the bytes, axios's fetch would make a stream of the body, which HTTP/1.1 cannot send
    const isCounted = request.reportsUploadProgress && this.#platformConfig?.adapter !== 'fetch';
    this.#didSendBodyData = isCounted && request.body ? didSendBodyData : undefined;
    this.#adapter = this.#platformConfig?.adapter ?? instance.defaults.adapter ?? DEFAULT_ADAPTERS;
    this.#canceller = makeHopCanceller(instance, this.#adapter);
  }

  get urlRequest(): URLRequest {
    return this.#request.urlRequest;
  }

  get url(): string {
    return this.config === undefined ? this.urlRequest.url : urlOf(this.config);
  }

  /** True if the adapter reports timings and send phases. */
  get speaksExchange(): boolean {
    return isExchangeAdapter(this.#adapter);
  }

  /** The adapter that was used, whether the instance or an interceptor named it. */
  get adapter(): AdapterChoice {
    const named = this.config?.adapter;
    return named === undefined || named === this.#dispatch ? this.#adapter : named;
  }

  /** Sends the message. Resolves to the instance's response; interceptors may return any value. May throw. */
  send(previous: AxiosDispatch | undefined): Promise<unknown> {
    if (previous !== undefined) this.#adapter = previous.adapter;
    this.#outbound = this.#openBody();
    const hop = hopConfig(this.urlRequest, {
      outbound: this.#outbound,
      responseType: isXHR(axios.getAdapter(this.#adapter)) ? 'arraybuffer' : 'stream',
      visibleRedirects: this.#options.capabilities.visibleRedirects,
      signal: this.#canceller.signal,
      onUploadProgress: this.#didSendBodyData && this.#uploadProgressed,
    });
    if (this.#request.previousHop !== undefined) {
      return this.#dispatch({ ...laterHopConfig(hop, previous), adapter: this.#adapter });
    }
    const { baseURL, transformRequest } = this.#instance.defaults;
    return this.#instance.request({
      ...this.#platformConfig,
      ...hop,
      url: relativeTo(baseURL, this.urlRequest.url),
      adapter: this.#dispatch,
      transformRequest: [requestTransform(this.#outbound?.data, transformRequest)],
    });
  }
  /** Aborts the message in flight. Nothing is sent after it. */
  abort(): void {
    if (this.exchange !== undefined) {
      this.exchange.isCancelled = true;
      this.exchange.controls?.abort();
    }
    this.#canceller.abort();
    destroyData(this.#outbound?.data);
  }

  /**
   * Ends an upload whose response is complete. `request` is axios's word for the sender. After a response that
   * `validateStatus` refused, axios ignores the signal.
   */
  endUpload(request: unknown): void {
    if (hasUnsentBytes(request)) {
      this.#canceller.abort();
      request.destroy();
    }
    destroyData(this.#outbound?.data);
  }

  #openBody(): OutboundData | undefined {
    const { body } = this.#request;
    if (body === undefined) return undefined;
    return this.speaksExchange ? { data: heldData(body) } : this.#options.outboundDataOf(body);
  }

  readonly #dispatch: AxiosAdapter = (config) => {
    const isSentAgain = this.config !== undefined;
    if (isSentAgain) this.#sendAgain(config);
    this.config = config;
    const adapter = axios.getAdapter(this.#adapter, config);
    const answer = isExchangeAdapter(adapter) ? adapter(config, this.#exchangeOf(config)) : adapter(config);
    answer.then(this.#answered, this.#refused);
    return answer;
  };

  /**
   * Prepares a message that an interceptor sends again: drops the rest of the response, and reopens a body that was
   * read.
   */
  #sendAgain(config: InternalAxiosRequestConfig): void {
    this.exchange?.controls?.discard();
    dropData(this.#answerData, this.#options.platformStreamIn);
    const kind = this.#request.body?.kind;
    if ((kind !== 'stream' && kind !== 'file') || this.speaksExchange) return;
    if (config.data !== this.#outbound?.data) return;
    destroyData(config.data);
    this.#outbound = this.#openBody();
    config.data = this.#outbound?.data;
  }

  #exchangeOf(config: InternalAxiosRequestConfig): AdapterExchange {
    const isAsGiven = config.data === this.#outbound?.data;
    const body = isAsGiven ? this.#request.body : bodyOfData(config.data);
    const exchange = new AdapterExchange(body, this.#didSendBodyData);
    exchange.signal = this.#canceller.signal;
    exchange.isCancelled = exchange.signal.aborted;
    this.exchange = exchange;
    return exchange;
  }

  readonly #answered = (response: AxiosResponse | undefined): void => {
    this.#answerData = response?.data;
  };

  readonly #refused = (error: unknown): void => {
    this.#answerData = (responseIn(error) as AxiosResponse | undefined)?.data;
  };

  readonly #uploadProgressed = ({ loaded }: { readonly loaded: number }): void => {
    this.#didSendBodyData?.(loaded);
  };
}

/** Adapters of axios for an instance that names none. */
const DEFAULT_ADAPTERS = ['xhr', 'http', 'fetch'];

function isXHR(adapter: AxiosAdapter): boolean {
  return (adapter as { adapterName?: unknown }).adapterName === 'xhr';
}

/** A `ClientRequest` of Node that has not handed over all of its body. */
function hasUnsentBytes(request: unknown): request is { destroy(): void } {
  const { writableFinished, destroy } = (request ?? {}) as { writableFinished?: unknown; destroy?: unknown };
  return writableFinished === false && typeof destroy === 'function';
}

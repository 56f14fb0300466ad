import type { AxiosInstance } from 'axios';
import { absoluteURL } from '../absolute-url.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../transport.js';
import type { ExchangeAdapter } from './adapter-exchange.js';
import { AxiosTransport } from './axios-transport.js';
import type { AxiosTransportOptions } from './axios-transport-options.js';
import { isBare, makeOwnInstance } from './own-instance.js';

/** Options of a transport over an own instance. */
export interface DirectTransportOptions extends AxiosTransportOptions {
  /** The adapter of the instance; messages go to it past axios. */
  readonly exchangeAdapter: ExchangeAdapter;
}

/**
 * Goes straight to its adapter. An axios instance with that adapter is made when it is asked for; once something is set
 * on it, an interceptor, a default or the adapter of a mock, messages go through it as through any other.
 */
export class DirectTransport implements Transport {
  readonly #options: DirectTransportOptions;
  #instance: AxiosInstance | undefined;
  #axios: AxiosTransport | undefined;

  constructor(options: DirectTransportOptions) {
    this.#options = options;
  }

  get instance(): AxiosInstance {
    return (this.#instance ??= makeOwnInstance(this.#options.exchangeAdapter));
  }

  get capabilities(): TransportCapabilities {
    return this.#options.capabilities;
  }

  get addsToFirstHop(): boolean {
    return !this.#isDirect;
  }

  get baseURL(): string | undefined {
    return this.absoluteURL('');
  }

  absoluteURL(relative: string): string | undefined {
    return absoluteURL(relative, this.#instance?.defaults.baseURL, this.#options.baseURL?.());
  }

  send(request: TransportRequest, client: TransportClient): TransportTask {
    if (this.#isDirect) return this.#options.exchangeAdapter.send(request, client);
    this.#axios ??= new AxiosTransport(this.instance, this.#options);
    return this.#axios.send(request, client);
  }

  close(): void {
    this.#options.close?.();
  }

  get #isDirect(): boolean {
    const instance = this.#instance;
    if (instance === undefined) return true;
    return instance.defaults.adapter === this.#options.exchangeAdapter && isBare(instance);
  }
}

import type { AxiosInstance } from 'axios';
import type { TransportClient, TransportRequest, TransportTask } from '../transport.js';
import type { ExchangeAdapter } from './adapter-exchange.js';
import { AxiosTransport } from './axios-transport.js';
import type { AxiosTransportOptions } from './axios-transport-options.js';
import { isBare } from './own-instance.js';

/** Of a transport over an own instance, whose adapter answers an `AdapterExchange`. */
export interface DirectTransportOptions extends AxiosTransportOptions {
  /**
   * The adapter the instance was made with. Once the instance is given another, such as that of a mock, it is
   * treated as any instance.
   */
  readonly exchangeAdapter: ExchangeAdapter;
}

/** Goes past its instance, straight to the adapter the instance was made with, as long as nothing is set on it. */
export class DirectTransport extends AxiosTransport {
  readonly #instance: AxiosInstance;
  readonly #adapter: ExchangeAdapter;

  constructor(instance: AxiosInstance, options: DirectTransportOptions) {
    super(instance, options);
    this.#instance = instance;
    this.#adapter = options.exchangeAdapter;
  }

  override get addsToFirstHop(): boolean {
    return !this.#isDirect;
  }

  override send(request: TransportRequest, client: TransportClient): TransportTask {
    return this.#isDirect ? this.#adapter.send(request, client) : super.send(request, client);
  }

  get #isDirect(): boolean {
    return this.#instance.defaults.adapter === this.#adapter && isBare(this.#instance);
  }
}

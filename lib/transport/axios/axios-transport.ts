import type { AxiosInstance } from 'axios';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../transport.js';
import { absoluteURL } from '../absolute-url.js';
import { AxiosTask } from './axios-task.js';
import type { AxiosTransportOptions } from './axios-transport-options.js';

/**
 * Sends messages through an axios instance.
 *
 * The instance keeps its interceptors, defaults, `validateStatus` and adapter. The first message goes through
 * `instance.request`, with the instance's own time limit and redirects off; later ones go straight to the adapter
 * that was used, so that nothing the session has stripped is put back. An `AxiosError` with a response is a response.
 * Failures are `SessionError`s; an answer that is no response is `sessionTaskFailed` with code `badServerResponse`.
 */
export class AxiosTransport implements Transport {
  readonly #instance: AxiosInstance;
  readonly #options: AxiosTransportOptions;

  constructor(instance: AxiosInstance, options: AxiosTransportOptions) {
    this.#instance = instance;
    this.#options = options;
  }

  get capabilities(): TransportCapabilities {
    return this.#options.capabilities;
  }

  /** The defaults and interceptors of the instance. */
  get addsToFirstHop(): boolean {
    return true;
  }

  get baseURL(): string | undefined {
    return this.absoluteURL('');
  }

  /** As axios joins it to the `baseURL` of the instance, else resolved against that of the platform. */
  absoluteURL(relative: string): string | undefined {
    return absoluteURL(relative, this.#instance.defaults.baseURL, this.#options.baseURL?.());
  }

  send(request: TransportRequest, client: TransportClient): TransportTask {
    const previous = request.previousHop instanceof AxiosTask ? request.previousHop : undefined;
    return new AxiosTask(this.#instance, this.#options, request, client).start(previous);
  }

  close(): void {
    this.#options.close?.();
  }
}

import type { CookieHandling } from './http-cookie-storage.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from './transport.js';
import { CookieTask } from './cookie-task.js';

/**
 * Carries cookies past another transport, like Foundation's loading system. Each message, redirects and answers to
 * challenges included, takes the storage's cookies for its URL, and the cookies of its response are stored before the
 * response is reported. A caller's `Cookie` field is kept; of two equal names the caller's wins.
 */
export class CookieTransport implements Transport {
  absoluteURL?: (relative: string) => string | undefined;
  readonly #transport: Transport;
  readonly #handling: CookieHandling;

  constructor(transport: Transport, handling: CookieHandling) {
    this.#transport = transport;
    this.#handling = handling;
    if (transport.absoluteURL !== undefined)
      this.absoluteURL = (relative) => transport.absoluteURL?.(relative);
  }

  get capabilities(): TransportCapabilities {
    return this.#transport.capabilities;
  }

  get baseURL(): string | undefined {
    return this.#transport.baseURL;
  }

  send(request: TransportRequest, client: TransportClient): TransportTask {
    const { previousHop } = request;
    const hop = previousHop instanceof CookieTask ? { ...request, previousHop: previousHop.task } : request;
    return new CookieTask(this.#transport, this.#handling, client).start(hop);
  }

  close(): void {
    this.#transport.close?.();
  }
}

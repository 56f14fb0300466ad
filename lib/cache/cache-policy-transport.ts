import { SessionError } from '../errors/session-error.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../transport/transport.js';

/**
 * Carries out the cache policies of requests where a session has no cache: a reload asks the caches on the way to ask
 * the origin, and `returnCacheDataDontLoad` fails without sending anything.
 */
export class CachePolicyTransport implements Transport {
  absoluteURL?: (relative: string) => string | undefined;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
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
    switch (request.urlRequest.cachePolicy) {
      case 'reloadIgnoringLocalCacheData':
        return this.#transport.send(withDirective(request, 'no-cache'), client);
      case 'reloadRevalidatingCacheData':
        return this.#transport.send(withDirective(request, 'max-age=0'), client);
      case 'returnCacheDataDontLoad':
        client.didComplete(notCached());
        return NO_TASK;
      case 'useProtocolCachePolicy':
      case 'returnCacheDataElseLoad':
        return this.#transport.send(request, client);
    }
  }

  close(): void {
    this.#transport.close?.();
  }
}

/** Failure of a request that may be answered by the cache alone. */
export function notCached(): SessionError {
  const detail = 'the cache has no response for the request, and its policy does not let it be sent';
  return new SessionError({ kind: 'sessionTaskFailed', code: 'resourceUnavailable', detail });
}

/** A request with a directive for the caches on the way, unless it has its own. */
export function withDirective(request: TransportRequest, directive: string): TransportRequest {
  const { urlRequest } = request;
  if (urlRequest.headers.has('cache-control')) return request;
  const headers = urlRequest.headers.set('Cache-Control', directive);
  return { ...request, urlRequest: urlRequest.with({ headers }) };
}

const NO_TASK: TransportTask = {
  resume: nothing,
  suspend: nothing,
  cancel: nothing,
  discard: nothing,
  timings: {},
  sendPhase: 'nothing',
  isReusedConnection: undefined,
};

function nothing(): void {
  // it has failed already
}

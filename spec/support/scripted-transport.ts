import { HTTPHeaders, HTTPURLResponse, type Transport } from 'rxsession';
import { type TransportClient, type TransportTask } from 'rxsession/transport';

/** Where such transports are asked. */
export const url = 'http://transport.example/';
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function response(statusCode = 200, headers: Record<string, string> = {}): HTTPURLResponse {
  return new HTTPURLResponse({ url, statusCode, headers: new HTTPHeaders(headers) });
}

const idle: TransportTask = {
  resume: () => undefined,
  suspend: () => undefined,
  cancel: () => undefined,
  discard: () => undefined,
  timings: {},
  sendPhase: 'something',
  isReusedConnection: undefined,
};

/** A transport that does this with each request. */
export function transportThat(
  send: (client: TransportClient) => void,
  given: { task?: Partial<TransportTask>; transport?: Partial<Transport> } = {},
): Transport {
  return {
    capabilities: { visibleRedirects: true, bodies: new Set(['bytes', 'text']) },
    send(_request, client) {
      send(client);
      return { ...idle, ...given.task };
    },
    ...given.transport,
  };
}

/** Answers as a good transport would. */
export function answered(client: TransportClient): void {
  client.didReceiveResponse(response());
  client.didReceiveData(bytes('body'));
  client.didComplete();
}

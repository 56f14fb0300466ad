import { HTTPHeaders, HTTPURLResponse, type Transport, type URLRequest } from 'rxsession';
import { type TransportClient, type TransportTask } from 'rxsession/transport';

/** What a server does. */
export type ServerDeed =
  'head' | 'unacceptable' | 'data' | 'end' | 'fail' | 'redirect' | 'sent' | 'moved nowhere';

/** What is done once for each message: its response begins. */
export const HEADS: readonly ServerDeed[] = ['head', 'unacceptable', 'redirect'];

/** One message at the server, and how it was ended. */
export interface Exchange {
  readonly url: string;
  readonly client: TransportClient;
  hasHead: boolean;
  end: 'completed' | 'cancelled' | 'discarded' | undefined;
}

/** A transport that does nothing but what it is told, and remembers how each message was ended. */
export class ObedientTransport implements Transport {
  readonly capabilities = {
    visibleRedirects: true,
    bodies: new Set(['bytes', 'text', 'blob', 'file', 'stream'] as const),
  };
  readonly exchanges: Exchange[] = [];
  isClosed = false;

  constructor(private readonly sending: () => void) {}

  send({ urlRequest }: { urlRequest: URLRequest }, client: TransportClient): TransportTask {
    const exchange: Exchange = { url: urlRequest.url, client, hasHead: false, end: undefined };
    this.exchanges.push(exchange);
    try {
      this.sending();
    } catch (error) {
      this.exchanges.pop();
      throw error;
    }
    return {
      resume: () => undefined,
      suspend: () => undefined,
      cancel: () => void (exchange.end ??= 'cancelled'),
      discard: () => void (exchange.end ??= 'discarded'),
      timings: {},
      sendPhase: 'something',
      isReusedConnection: undefined,
    };
  }

  close(): void {
    this.isClosed = true;
  }
}

/** What the server does with a message, as far as a message in that state allows. Whoever has cancelled may be told too. */
export function serve(exchange: Exchange, deed: ServerDeed): void {
  const { client } = exchange;
  if (exchange.end === 'completed') return;
  const head = (statusCode: number, fields: Record<string, string> = {}): void => {
    if (exchange.hasHead) return;
    exchange.hasHead = true;
    const headers = new HTTPHeaders({ 'Content-Type': 'application/json', ...fields });
    client.didReceiveResponse(new HTTPURLResponse({ url: exchange.url, statusCode, headers }));
  };
  const complete = (error?: unknown): void => {
    exchange.end ??= 'completed';
    client.didComplete(error);
  };
  switch (deed) {
    case 'sent':
      client.didSendBodyData(3);
      return;
    case 'head':
      head(200);
      return;
    case 'unacceptable':
      head(503);
      return;
    case 'redirect':
      head(307, { Location: `${exchange.url}/on` });
      return;
    case 'moved nowhere':
      head(302, { Location: 'ftp://nowhere.example/' });
      return;
    case 'data':
      head(200);
      client.didReceiveData(new TextEncoder().encode('1'));
      return;
    case 'end':
      head(200);
      complete();
      return;
    case 'fail':
      complete(new Error('the connection was lost'));
  }
}

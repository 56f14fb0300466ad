import { CanceledError, type AxiosPromise, type InternalAxiosRequestConfig } from 'axios';
import type { URLRequest } from '../../message/url-request.js';
import type {
  AdapterExchange,
  ExchangeAdapter,
  ExchangeClient,
  InboundBody,
} from '../../transport/axios/adapter-exchange.js';
import type { TransportConfiguration } from '../../transport/platform.js';
import { abortOnSignal } from './abort-on-signal.js';
import { axiosError, axiosResponse } from './adapter-answer.js';
import type { TLSOptions } from './connection.js';
import { ConnectionPools } from './connection-pools.js';
import { directAnswer, directExchange, judged } from './direct-answer.js';
import { TLSSessions } from './tls-sessions.js';
import { loadClientMaker } from './undici-client.js';
import { messageOf } from './url-request-message.js';
import { WireExchange, type WireExchangeEnvironment } from './wire-exchange.js';
import { wireMessage } from './wire-request.js';

/** What an adapter has to know of its session. */
export interface UndiciAdapterConfiguration extends TransportConfiguration {
  readonly tls?: TLSOptions | undefined;
}

/** An axios adapter, with the connections that it keeps open between requests. */
export interface UndiciAdapter {
  readonly adapter: ExchangeAdapter;
  /** Takes no more requests; settles when those under way have ended and every connection is closed. */
  close(): Promise<void>;
  /** Ends what is under way with a `sessionInvalidated`; settles when every connection is closed. */
  destroy(): Promise<void>;
}

/**
 * The axios adapter of sessions in Node, over undici's dispatcher. It answers at the response head.
 *
 * Given an `AdapterExchange`, it answers with an `InboundBody`; what fails before the head rejects with an
 * `AxiosError` whose `cause` is what really happened, and what fails after it fails the body. Without one it
 * answers as axios's own adapters do. Redirects are never followed.
 */
export function makeUndiciAdapter(configuration: UndiciAdapterConfiguration): UndiciAdapter {
  const { connectTimeout, httpMaximumConnectionsPerHost, rootQueue, serverTrust, tls } = configuration;
  const environment = { connectTimeout, rootQueue, serverTrust, tls, tlsSessions: new TLSSessions() };
  loadClientMaker().catch(() => undefined);
  const pools = new ConnectionPools(environment, httpMaximumConnectionsPerHost);
  const wire = { pools, rootQueue };
  const answer = (config: InternalAxiosRequestConfig, exchange?: AdapterExchange): AxiosPromise =>
    exchange === undefined ? answerDirectly(config, wire) : answerExchange(config, exchange, wire);
  return {
    adapter: Object.assign(answer, {
      exchange: (request: URLRequest, exchange: AdapterExchange, client: ExchangeClient) => {
        performExchange(request, exchange, client, wire);
      },
    }),
    close: () => pools.close(),
    destroy: () => pools.destroy(),
  };
}

function answerExchange(
  config: InternalAxiosRequestConfig,
  exchange: AdapterExchange,
  environment: WireExchangeEnvironment,
): AxiosPromise<InboundBody> {
  const answer = perform(config, exchange, 0, environment);
  return typeof config.validateStatus === 'function' ? answer.then(judged) : answer;
}

async function answerDirectly(
  config: InternalAxiosRequestConfig,
  environment: WireExchangeEnvironment,
): AxiosPromise {
  const exchange = directExchange(config);
  return directAnswer(await perform(config, exchange, config.timeout ?? 0, environment), exchange);
}

function performExchange(
  request: URLRequest,
  exchange: AdapterExchange,
  client: ExchangeClient,
  environment: WireExchangeEnvironment,
): void {
  try {
    new WireExchange(messageOf(request), exchange, environment, client).start();
  } catch (error) {
    client.didFail(error);
  }
}

/** Settles at the head of the response. */
function perform(
  config: InternalAxiosRequestConfig,
  exchange: AdapterExchange,
  timeout: number,
  environment: WireExchangeEnvironment,
): AxiosPromise<InboundBody> {
  return new Promise((resolve, reject) => {
    let stopListening: (() => void) | undefined;
    const client: ExchangeClient = {
      didReceiveHead: (head, body) => resolve(axiosResponse(head, body, config)),
      didFail: (error) => reject(axiosError(error, config)),
      didCancel: () => reject(new CanceledError(undefined, config)),
      didEnd: () => stopListening?.(),
    };
    try {
      const wire = new WireExchange(wireMessage(config, timeout), exchange, environment, client);
      if (exchange.isCancelled || config.signal?.aborted === true) client.didCancel();
      else {
        stopListening = abortOnSignal(config, exchange.signal, () => wire.abort());
        wire.start();
      }
    } catch (error) {
      reject(axiosError(error, config));
    }
  });
}

import { CanceledError, type AxiosPromise, type InternalAxiosRequestConfig } from 'axios';
import type { URLRequest } from '../message/url-request.js';
import {
  AdapterExchange,
  EXCHANGE_KEY,
  type ExchangeAdapter,
  type ExchangeClient,
  type InboundBody,
} from '../transport/adapter-exchange.js';
import type { TransportConfiguration } from '../transport/platform.js';
import { abortOnSignal } from './abort-on-signal.js';
import { axiosError, axiosResponse } from './adapter-answer.js';
import type { TLSOptions } from './connection.js';
import { ConnectionPools } from './connection-pools.js';
import { directAnswer, directExchange } from './direct-answer.js';
import { TLSSessions } from './tls-sessions.js';
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
 * A config that carries an `AdapterExchange` is answered with an `InboundBody`, whatever the status; what
 * fails before the head rejects with an `AxiosError` whose `cause` is what really happened, and what fails
 * after it fails the body. Redirects are never followed. Any other config is answered as axios's own
 * adapters do.
 */
export function makeUndiciAdapter(configuration: UndiciAdapterConfiguration): UndiciAdapter {
  const { connectTimeout, httpMaximumConnectionsPerHost, rootQueue, tls } = configuration;
  const environment = { connectTimeout, rootQueue, tls, tlsSessions: new TLSSessions() };
  const pools = new ConnectionPools(environment, httpMaximumConnectionsPerHost);
  const wire = { pools, rootQueue };
  return {
    adapter: Object.assign((config: InternalAxiosRequestConfig) => answer(config, wire), {
      exchange: (request: URLRequest, exchange: AdapterExchange, client: ExchangeClient) => {
        performExchange(request, exchange, client, wire);
      },
    }),
    close: () => pools.close(),
    destroy: () => pools.destroy(),
  };
}

function answer(config: InternalAxiosRequestConfig, environment: WireExchangeEnvironment): AxiosPromise {
  const { [EXCHANGE_KEY]: exchange } = config as { [EXCHANGE_KEY]?: unknown };
  if (exchange instanceof AdapterExchange) return perform(config, exchange, 0, environment);
  return answerDirectly(config, environment);
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
        stopListening = abortOnSignal(config, () => wire.abort());
        wire.start();
      }
    } catch (error) {
      reject(axiosError(error, config));
    }
  });
}

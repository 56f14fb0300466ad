import { afterEach, beforeEach } from '@jest/globals';
import { AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { asyncScheduler } from 'rxjs';
import type { RequestBody } from '../../lib/transport/request-body.js';
import { isSessionError } from '../../lib/errors/session-error.js';
import {
  createWireAdapter,
  type WireAdapter,
  type WireAdapterConfiguration,
} from '../../lib/node/wire/wire-adapter.js';
import { AdapterExchange, type InboundBody } from '../../lib/transport/axios/adapter-exchange.js';
import { selfSigned } from './tls.js';

export interface AskOptions {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: RequestBody;
  reportsProgress?: boolean;
}

/** Asks through an adapter of its own in each spec, as a transport does. */
export interface AdapterClient {
  readonly wire: WireAdapter;
  ask(url: string, options?: AskOptions): Asked;
  /** Takes the place of the adapter for this spec. */
  configure(configuration: Partial<WireAdapterConfiguration>): void;
}

export function useAdapter(): AdapterClient {
  const client = new SpecClient();
  beforeEach(() => client.configure({}));
  afterEach(() => client.wire.destroy());
  return client;
}

class SpecClient implements AdapterClient {
  wire!: WireAdapter;

  configure(configuration: Partial<WireAdapterConfiguration>): void {
    this.wire = createWireAdapter({
      connectTimeout: 10_000,
      httpMaximumConnectionsPerHost: 8,
      rootQueue: asyncScheduler,
      tls: { ca: selfSigned.cert },
      ...configuration,
    });
  }

  ask(url: string, { method = 'GET', headers = {}, body, reportsProgress }: AskOptions = {}): Asked {
    const asked = new Asked(body, reportsProgress === true);
    const config: InternalAxiosRequestConfig = {
      url,
      method,
      headers: new AxiosHeaders(headers),
    };
    asked.start(this.wire.adapter(config, asked.exchange) as Promise<AxiosResponse<InboundBody>>);
    return asked;
  }
}

/** What was asked, and what has come of it. */
export class Asked {
  readonly exchange: AdapterExchange;
  /** The totals that were reported as sent. */
  readonly sent: number[] = [];
  /** The pieces of the body that have been read. */
  readonly pieces: Uint8Array[] = [];
  response!: Promise<AxiosResponse<InboundBody>>;

  constructor(body: RequestBody | undefined, reportsProgress: boolean) {
    const report = (total: number): void => void this.sent.push(total);
    this.exchange = new AdapterExchange(body, reportsProgress ? report : undefined);
  }

  start(response: Promise<AxiosResponse<InboundBody>>): void {
    this.response = response;
    response.catch(() => undefined);
  }

  /** The whole body, or the failure. */
  async body(didReceive: (piece: Uint8Array) => void = () => undefined): Promise<Buffer> {
    const { data } = await this.response;
    return new Promise((resolve, reject) => {
      data.read({
        data: (piece) => {
          this.pieces.push(piece);
          didReceive(piece);
        },
        end: () => resolve(Buffer.concat(this.pieces)),
        fail: reject,
      });
    });
  }

  async json(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.body()).toString()) as Record<string, unknown>;
  }

  /** The code of what went wrong, before the head or in the body. */
  async failureCode(): Promise<unknown> {
    const error: unknown = await this.body().then(
      () => 'nothing',
      (failure: unknown) => failure,
    );
    const cause = isSessionError(error) ? error : ((error as Error).cause ?? error);
    return isSessionError(cause) ? (cause.code ?? cause.kind) : (cause as NodeJS.ErrnoException).code;
  }

  get controls(): NonNullable<AdapterExchange['controls']> {
    if (this.exchange.controls === undefined) throw new Error('There is nothing to control.');
    return this.exchange.controls;
  }
}

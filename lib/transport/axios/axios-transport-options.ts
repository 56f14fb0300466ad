import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { TransportCapabilities, TransportRequest } from '../transport.js';
import type { OutboundDataOf } from '../outbound-data.js';
import type { PlatformStreamIn } from '../response-content.js';
import type { SeenHead } from '../response-head.js';

/** What an `AxiosTransport` has to know of its platform and of its instance. */
export interface AxiosTransportOptions {
  readonly capabilities: TransportCapabilities;
  /** How the platform hands a body to axios's own adapters. */
  readonly outboundDataOf: OutboundDataOf;
  /** Tells the streams that only this platform has, which adapters may answer with. */
  readonly platformStreamIn?: PlatformStreamIn | undefined;
  /** What the platform adds to the config of a request; an adapter takes the place of the instance's. */
  readonly configFor?:
    ((request: TransportRequest) => Pick<AxiosRequestConfig, 'adapter' | 'fetchOptions' | 'env'>) | undefined;
  /** What the platform sees of a response that was asked for at `url`. */
  readonly seenHeadOf?: ((response: AxiosResponse, url: string) => SeenHead) | undefined;
  /** `navigator.onLine`, where there is one. */
  readonly isOnline?: (() => boolean | undefined) | undefined;
  /** Against what relative URLs are resolved when the instance has no `baseURL`. */
  readonly baseURL?: (() => string | undefined) | undefined;
  /** Closes what the adapter keeps open between requests. */
  readonly close?: (() => void) | undefined;
}

import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { TransportCapabilities, TransportRequest } from '../transport.js';
import type { OutboundDataOf } from '../outbound-data.js';
import type { PlatformStreamIn } from '../response-content.js';
import type { SeenHead } from '../response-head.js';

/** Facts about platform and instance for an `AxiosTransport`. */
export interface AxiosTransportOptions {
  readonly capabilities: TransportCapabilities;
  /** Hands a body to axios's own adapters in the platform's form. */
  readonly outboundDataOf: OutboundDataOf;
  /** Recognises streams of this platform among the answers of adapters. */
  readonly platformStreamIn?: PlatformStreamIn | undefined;
  /** Additions of the platform to the config of a request. An adapter replaces the instance's. */
  readonly configFor?:
    ((request: TransportRequest) => Pick<AxiosRequestConfig, 'adapter' | 'fetchOptions' | 'env'>) | undefined;
  /** Facts about a response that the platform sees beyond axios. */
  readonly seenHeadOf?: ((response: AxiosResponse, url: string) => SeenHead) | undefined;
  /** `navigator.onLine`, where there is one. */
  readonly isOnline?: (() => boolean | undefined) | undefined;
  /** Base of relative URLs if the instance has no `baseURL`. */
  readonly baseURL?: (() => string | undefined) | undefined;
  /** Closes connections that the adapter keeps between requests. */
  readonly close?: (() => void) | undefined;
}

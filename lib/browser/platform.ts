import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import type { Transport, TransportCapabilities } from '../transport/transport.js';
import type { SessionPlatform } from '../session/session-platform.js';
import { AxiosTransport } from '../transport/axios/axios-transport.js';
import type { AxiosTransportOptions } from '../transport/axios/axios-transport-options.js';
import { makeOwnInstance } from '../transport/axios/own-instance.js';
import type { OwnTransport } from '../transport/platform.js';
import { cacheOptionsFor } from './cache-options.js';
import { NotificationEventMonitor } from './notification-event-monitor.js';
import { outboundDataOf } from './outbound-data.js';
import { isOfAnotherOrigin } from './page-origin.js';
import { observedFetch, seenHeadOf } from './seen-head.js';
import { captureZone } from './zone-context.js';

/** Browsers follow redirects unseen, and send bodies in memory: no streams and no files of their own choice. */
const capabilities: TransportCapabilities = /* @__PURE__ */ Object.freeze({
  visibleRedirects: false,
  bodies: new Set(['bytes', 'text', 'blob'] as const),
  hidesChallenges: isOfAnotherOrigin,
});

const options: AxiosTransportOptions = /* @__PURE__ */ Object.freeze({
  capabilities,
  outboundDataOf,
  seenHeadOf,
  isOnline: () => (globalThis as { navigator?: Navigator }).navigator?.onLine,
  baseURL: documentBaseURL,
});

/** Parts that browsers and their workers contribute to a session: the XHR and fetch adapters of axios. */
export const platform: SessionPlatform = /* @__PURE__ */ Object.freeze({
  makeTransport,
  transportOver,
  withCookies: undefined,
  withCache: undefined,
  makeCachingClient: undefined,
  evaluatesServerTrust: false,
  makeDefaultEventMonitors: () => [new NotificationEventMonitor()],
  fileTransport: undefined,
  loadRedirectFollower: async () => (await import('./late-parts.js')).followRedirect,
  loadChallengeAnswerer: async () => (await import('./late-parts.js')).challengeAnswerer,
  captureContext: captureZone,
  webSockets: undefined,
  downloads: undefined,
});

/**
 * Sends messages with a body through XHR, which reports upload progress, and others and those of streams through
 * fetch, whose responses are streams.
 */
function makeTransport(): OwnTransport {
  const instance = makeOwnInstance();
  const { adapter } = instance.defaults;
  // axios would name itself to fetch, which costs a preflight where the browser lets it
  instance.defaults.headers.common['User-Agent'] = false;
  const transport = new AxiosTransport(instance, {
    ...options,
    configFor: ({ urlRequest, body, streamsResponse }) => ({
      ...(instance.defaults.adapter === adapter && {
        adapter: body === undefined || streamsResponse === true ? 'fetch' : 'xhr',
      }),
      ...cacheOptionsFor(urlRequest.cachePolicy),
      ...observedBy(instance),
    }),
  });
  return { transport, instance };
}

function transportOver(instance: AxiosInstance): Transport {
  return new AxiosTransport(instance, { ...options, configFor: () => observedBy(instance) });
}

/** Leaves a fetch that was given to an instance alone. */
function observedBy({ defaults: { env } }: AxiosInstance): Pick<AxiosRequestConfig, 'env'> {
  return env?.fetch === undefined ? { env: { ...env, fetch: observedFetch } } : {};
}

/** Of the page, or of the script of a worker. */
function documentBaseURL(): string | undefined {
  const { document, location } = globalThis as { document?: Document; location?: Location };
  return document?.baseURI ?? location?.href;
}

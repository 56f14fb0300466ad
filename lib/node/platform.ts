import { provideFaultlessReader } from '../message/text-encoding.js';
import { faultlessReader } from './text-decoder-faults.js';
import type { AxiosInstance } from 'axios';
import type { TransportCapabilities } from '../transport/transport.js';
import { cachingClient } from '../exchange/message/caching-client.js';
import { followRedirect } from '../exchange/message/follow-redirect.js';
import type { SessionPlatform } from '../session/session-platform.js';
import { AxiosTransport } from '../transport/axios/axios-transport.js';
import { CachePolicyTransport } from '../cache/cache-policy-transport.js';
import { CookieTransport } from '../transport/cookie-transport.js';
import { DirectTransport } from '../transport/axios/direct-transport.js';
import type { OwnTransport, TransportConfiguration } from '../transport/platform.js';
import { asyncContext } from './async-context.js';
import { DiagnosticsEventMonitor } from './diagnostics-event-monitor.js';
import { downloads } from './downloads/downloads.js';
import { fileManager } from './files/file-manager.js';
import { FileTransport } from './files/file-transport.js';
import { nodeStreamIn } from './wire/node-stream-body.js';
import { outboundDataOf } from './wire/outbound-data.js';
import { createWireAdapter } from './wire/wire-adapter.js';
import { webSockets } from './web-socket/web-sockets.js';
import { createHash } from 'node:crypto';
import type { DigestAuthorizer } from '../exchange/message/digest-authorizer.js';
import { challengeAnswererWith } from '../exchange/message/answer-challenge.js';
import { digestAuthorization } from '../exchange/message/digest-authorization.js';

provideFaultlessReader(faultlessReader);

const capabilities: TransportCapabilities = {
  visibleRedirects: true,
  bodies: new Set(['bytes', 'text', 'blob', 'file', 'stream']),
};

/** Parts that Node contributes to a session. */
export const platform: SessionPlatform = {
  downloads,

  makeTransport(configuration: TransportConfiguration): OwnTransport {
    const wire = createWireAdapter(configuration);
    const transport = new DirectTransport({
      capabilities,
      outboundDataOf,
      platformStreamIn: nodeStreamIn,
      exchangeAdapter: wire.adapter,
      close: () => void wire.close(),
    });
    return {
      transport,
      get instance() {
        return transport.instance;
      },
    };
  },

  transportOver: (instance: AxiosInstance) =>
    new AxiosTransport(instance, { capabilities, outboundDataOf, platformStreamIn: nodeStreamIn }),

  withCookies: (transport, handling) => new CookieTransport(transport, handling),

  withCache: (transport, cache, environment) =>
    cache?.transportOver(transport, environment) ?? new CachePolicyTransport(transport),

  makeCachingClient: cachingClient,

  evaluatesServerTrust: true,

  makeDefaultEventMonitors: () => [new DiagnosticsEventMonitor()],

  fileTransport: new FileTransport(fileManager),

  loadChallengeAnswerer: () => challengeAnswerer,

  loadRedirectFollower: () => followRedirect,

  ...asyncContext,

  webSockets,
};

/** Answers Digest challenges with the hashes of `node:crypto`, at once. */
const authorizeDigest: DigestAuthorizer = (order) =>
  digestAuthorization(order, (name, bytes) =>
    createHash(name.replaceAll('-', '').replace('SHA512', 'sha512-')).update(bytes).digest('hex'),
  );

/** Answers the challenges of servers. */
export const challengeAnswerer = challengeAnswererWith(authorizeDigest);

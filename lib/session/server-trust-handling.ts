import { captureAsyncContext } from '../answers/async-context.js';
import type { ServerTrustHandling, ServerTrustManaging } from '../transport/server-trust-managing.js';
import { SessionError } from '../errors/session-error.js';
import type { Platform } from '../transport/platform.js';

/** What speaks for and against judging, among the options of a session. */
interface ServerTrustOptions {
  readonly serverTrustManager?: ServerTrustManaging | undefined;
  readonly session?: object | undefined;
  readonly transport?: object | undefined;
  readonly webSocketTransport?: object | undefined;
}

/** How servers are judged, where a manager is to; throws `unsupported` where nothing would ask it. */
export function serverTrustHandling(
  { serverTrustManager, session, transport, webSocketTransport }: ServerTrustOptions,
  platform: Platform,
): ServerTrustHandling | undefined {
  if (serverTrustManager === undefined) return undefined;
  if (!platform.evaluatesServerTrust) throw unsupported('browsers judge servers themselves');
  if (session ?? transport ?? webSocketTransport)
    throw unsupported('only the connections of the session itself are judged');
  return { serverTrustManager, runInContext: captureAsyncContext(platform) };
}

function unsupported(why: string): SessionError {
  return new SessionError({ kind: 'unsupported', feature: `a serverTrustManager: ${why}` });
}

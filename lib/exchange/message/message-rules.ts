import { mayExceed, type RequestBody } from '../../transport/request-body.js';
import type { Transport } from '../../transport/transport.js';
import { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { parsedURL } from '../../message/parsed-url.js';
import { isHTTPURL } from '../../message/url-convertible.js';
import type { Exchange, PreparedRequest } from '../exchange.js';
import type { OpenResult } from './message-result.js';

/** Transport of a message, or the error of one that no transport can send. */
export function transportFor(
  { urlRequest: { url }, body }: PreparedRequest,
  { plan, session, transport: messages }: Exchange,
): Transport | SessionError {
  const files = plan.readsFile && url.startsWith('file:') ? session.fileTransport : undefined;
  const transport = isHTTPURL(url) ? messages : files;
  if (transport === undefined) return notLoadable(url);
  if (body === undefined || transport.capabilities.bodies.has(body.kind)) return transport;
  return new SessionError({ kind: 'unsupported', feature: `a request body of kind ${body.kind}` });
}

function notLoadable(url: string): SessionError {
  const scheme = parsedURL(url)?.protocol;
  if (scheme === undefined) return new SessionError({ kind: 'invalidURL', url });
  const detail = `only http and https URLs can be loaded, not ${scheme}`;
  return new SessionError({ kind: 'sessionTaskFailed', code: 'unsupportedURL', detail });
}

/** Decision that a response head asks for before its body is read; undefined if it asks for none. */
export function decisionAbout(
  { statusCode, headers }: HTTPURLResponse,
  { transport }: Pick<Exchange, 'transport'>,
): OpenResult['kind'] | undefined {
  if (statusCode === 401) return 'challenged';
  if (statusCode < 300 || statusCode >= 400 || !headers.has('location')) return undefined;
  return transport.capabilities.visibleRedirects ? 'redirected' : undefined;
}

/** True if the transport has to report sent bytes: long bodies show that they move, whether or not anyone listens. */
export function isWorthReporting(body: RequestBody | undefined, { session }: Exchange): boolean {
  if (body === undefined) return false;
  if (body.kind === 'stream' || mayExceed(body, SENT_AT_ONCE)) return true;
  return session.events.hasListenersFor('taskDidSendBodyData');
}

/** Bytes that a socket takes without waiting. */
const SENT_AT_ONCE = 65_536;

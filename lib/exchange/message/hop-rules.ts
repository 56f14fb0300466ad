import { mayExceed, type RequestBody } from '../../transport/request-body.js';
import type { Transport } from '../../transport/transport.js';
import { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import { parsedURL } from '../../message/parsed-url.js';
import { isHTTPURL } from '../../message/url-convertible.js';
import type { ExchangeBase } from '../exchange-base.js';
import type { DecidedHop } from '../hop-result.js';
import type { PreparedRequest } from '../prepared-request.js';

/** What the message goes through, or what makes it pointless to send it. */
export function transportFor(
  { urlRequest: { url }, body }: PreparedRequest,
  x: { readonly transport: Transport; readonly fileTransport: Transport | undefined },
): Transport | SessionError {
  const transport = isHTTPURL(url) ? x.transport : url.startsWith('file:') ? x.fileTransport : undefined;
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

/** What somebody has to decide before the rest may come: whether, and where, the exchange goes on. */
export function decisionAbout(
  { statusCode, headers }: HTTPURLResponse,
  { transport }: { readonly transport: Transport },
): DecidedHop['kind'] | undefined {
  if (statusCode === 401) return 'challenged';
  if (statusCode < 300 || statusCode >= 400 || !headers.has('location')) return undefined;
  return transport.capabilities.visibleRedirects ? 'redirected' : undefined;
}

/** A body that takes a while shows signs of life while it is sent, whoever listens. */
export function isWorthReporting(body: RequestBody | undefined, x: ExchangeBase): boolean {
  if (body === undefined) return false;
  if (body.kind === 'stream' || mayExceed(body, SENT_AT_ONCE)) return true;
  return x.session.events.hasListenersFor('taskDidSendBodyData');
}

/** Bytes that a socket takes without waiting. */
const SENT_AT_ONCE = 65_536;

import { SessionError } from '../../errors/session-error.js';
import type { HTTPURLResponse } from '../../message/http-url-response.js';
import type { HTTPMethod } from '../../message/http-method.js';
import type { HTTPHeaders } from '../../message/http-headers.js';
import { builtInSecretHeaders } from '../../message/secret-headers.js';
import type { URLRequest } from '../../message/url-request.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { strippedAcrossOrigins } from './credential-stripping.js';
import { parsedURL } from '../../message/parsed-url.js';

/** What a response asks for: no redirect, a redirect with this request, or one whose target is no URL. */
export type RedirectDecision =
  { readonly kind: 'none' } | RedirectProposal | { readonly kind: 'failed'; readonly error: SessionError };

/** The request a redirect leads to, as the redirect handler is shown it; `followDecision` may still refuse it. */
export interface RedirectProposal {
  readonly kind: 'redirect';
  readonly request: URLRequest;
  /** Whether the body goes with it; where it does not, the fields that describe it are gone too. */
  readonly keepsBody: boolean;
}

/** A message that was answered. */
export interface AnsweredHop {
  /** The request as it was sent: with the headers of the session joined. */
  readonly request: URLRequest;
  readonly response: HTTPURLResponse;
  /** Declared secrets, in lower case, beside the built-in ones. */
  readonly secretHeaders?: ReadonlySet<string> | undefined;
}

/**
 * What a response asks for (RFC 9110 §15.4). 301, 302, 303, 307 and 308 with a `Location` are redirects; any
 * other response is none and is delivered as it is, 300 and 304 included.
 *
 * - The target is `Location` resolved against the URL that answered, with that one's fragment where it has
 *   none (§10.2.2), and without user and password at another origin.
 * - POST becomes GET after 301 and 302, anything but GET and HEAD after 303; the body is dropped then.
 * - Headers are those that were sent, without secrets where the target is another origin.
 * - A `Location` that is no URL fails as `sessionTaskFailed` with code `badRedirect`.
 */
export function redirectDecision({ request, response, secretHeaders }: AnsweredHop): RedirectDecision {
  const location = response.headers.values('location')[0];
  if (!REDIRECTS.has(response.statusCode) || !location) return { kind: 'none' };
  const target = redirectTarget(location, request.url);
  if (target === undefined) return { kind: 'failed', error: badRedirect(response) };
  const method = redirectedMethod(request.method, response.statusCode);
  const keepsBody = method === request.method;
  const headers = strippedAcrossOrigins(
    request.headers,
    request.url,
    target,
    secretHeaders ?? builtInSecretHeaders,
  );
  const changes = keepsBody ? { headers } : { headers: withoutBodyFields(headers), body: undefined };
  return { kind: 'redirect', request: request.with({ url: target, method, ...changes }), keepsBody };
}

/** The method after a redirect with this status code (RFC 9110 §15.4.2 to §15.4.9; the Fetch standard). */
export function redirectedMethod(method: HTTPMethod, statusCode: number): HTTPMethod {
  switch (statusCode) {
    case 301:
    case 302:
      return method === 'POST' ? 'GET' : method;
    case 303:
      return method === 'HEAD' ? method : 'GET';
    default:
      return method;
  }
}

/** Where a `Location` leads from a URL; undefined when it is no URL. */
export function redirectTarget(location: string, from: string): string | undefined {
  const reference = asUTF8(location);
  const target = parsedURL(reference, from);
  if (target === undefined) return undefined;
  if (target.hash === '' && !reference.includes('#')) target.hash = new URL(from).hash;
  if (!isSameOrigin(target.href, from)) target.username = target.password = '';
  return target.href;
}

/** The headers of a request whose body was dropped. */
export function withoutBodyFields(headers: HTTPHeaders): HTTPHeaders {
  return BODY_FIELDS.reduce((left, name) => left.remove(name), headers);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const BODY_FIELDS = [
  'Content-Type',
  'Content-Length',
  'Content-Encoding',
  'Content-Language',
  'Content-Location',
  'Content-Digest',
  'Digest',
  'Expect',
  'Trailer',
  'Transfer-Encoding',
];

/** Header values are Latin-1, but servers put UTF-8 into `Location`: read as such where it is. */
function asUTF8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function badRedirect({ statusCode }: HTTPURLResponse): SessionError {
  const detail = `the Location of a response with status code ${String(statusCode)} is no URL`;
  return new SessionError({ kind: 'sessionTaskFailed', code: 'badRedirect', detail });
}

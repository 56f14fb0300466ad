import { isReplayable, requestBodyOf, type RequestBody } from '../../transport/request-body.js';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { SessionError } from '../../errors/session-error.js';
import { builtInSecretHeaders } from '../../message/secret-headers.js';
import { isHTTPURL } from '../../message/url-convertible.js';
import type { URLRequest } from '../../message/url-request.js';
import { isSameOrigin } from '../../message/url-origin.js';
import { strippedAcrossOrigins } from './credential-stripping.js';
import { withoutBodyFields, type RedirectProposal } from './redirect-rules.js';
import { parsedURL } from '../../message/parsed-url.js';

/** Whether a redirect may be followed: with this message, or why not. */
export type FollowDecision =
  | { readonly kind: 'follow'; readonly request: URLRequest; readonly body: RequestBody | undefined }
  | { readonly kind: 'failed'; readonly error: SessionError };

/** A redirect that is to be followed. */
export interface RedirectToFollow {
  readonly proposal: RedirectProposal;
  /** What the redirect handler answered: `proposal.request`, or another. */
  readonly request: URLRequest;
  /** The body that was sent with the hop before. */
  readonly body: RequestBody | undefined;
  /** The URL of every hop so far, the first included, in order. */
  readonly visited: readonly string[];
  readonly maximumRedirects: number;
  /** Declared secrets, in lower case, beside the built-in ones. */
  readonly secretHeaders?: ReadonlySet<string> | undefined;
}

/**
 * Whether a redirect may be followed, asked once the handler has answered. Refused as `sessionTaskFailed`:
 *
 * - more than `maximumRedirects` hops: `httpTooManyRedirects`. Where they went in a circle the URLs of the
 *   circle are named, without query and userinfo. A circle alone is no failure: a cookie or the state of
 *   the server may end it.
 * - a target that is not http or https: `unsupportedURL`;
 * - a body to be sent again that cannot be: `requestBodyStreamExhausted`.
 *
 * A handler that only moves a request to another origin does not carry its secrets there; one that sets
 * another value does so knowingly. A body set by the handler replaces the one that was sent, and a change of
 * method to GET or HEAD drops it.
 */
export function followDecision(redirect: RedirectToFollow): FollowDecision {
  const { visited, maximumRedirects } = redirect;
  if (visited.length > maximumRedirects) {
    return failed('httpTooManyRedirects', describeExcess(visited, maximumRedirects));
  }
  if (!isHTTPURL(redirect.request.url)) {
    return failed('unsupportedURL', 'a redirect leads to a URL that is not http or https');
  }
  const body = bodyToSend(redirect);
  if (body !== undefined && body === redirect.body && !isReplayable(body)) {
    return failed('requestBodyStreamExhausted', 'a redirect asks for the body again, and it is used up');
  }
  return { kind: 'follow', request: requestToSend(redirect, body), body };
}

/** The circle that a list of URLs has gone in, its first URL repeated at the end; undefined without one. */
export function redirectLoop(visited: readonly string[]): readonly string[] | undefined {
  const last = visited.at(-1);
  const before = visited.lastIndexOf(last ?? '', -2);
  return before < 0 ? undefined : visited.slice(before);
}

function bodyToSend({ proposal, request, body }: RedirectToFollow): RequestBody | undefined {
  if (request.body !== proposal.request.body)
    return request.body === undefined ? undefined : requestBodyOf(request.body);
  const isDroppedByMethod = request.method !== proposal.request.method && /^(GET|HEAD)$/.test(request.method);
  return proposal.keepsBody && !isDroppedByMethod ? body : undefined;
}

function requestToSend(redirect: RedirectToFollow, body: RequestBody | undefined): URLRequest {
  const request = withoutInheritedSecrets(redirect);
  if (body !== undefined || !redirect.proposal.keepsBody || redirect.body === undefined) return request;
  return request.with({ body: undefined, headers: withoutBodyFields(request.headers) });
}

/** Without the secrets that the handler took along from the proposal to another origin than the proposal's. */
function withoutInheritedSecrets({ proposal, request, secretHeaders }: RedirectToFollow): URLRequest {
  const { url, headers } = proposal.request;
  if (isSameOrigin(url, request.url)) return request;
  const secrets = secretHeaders ?? builtInSecretHeaders;
  const stripped = strippedAcrossOrigins(request.headers, url, request.url, secrets);
  const setByHandler = [...request.headers].filter(([name, value]) => headers.get(name) !== value);
  return request.with({
    url: withoutInheritedUserInfo(request.url, url),
    headers: setByHandler.reduce((left, [name, value]) => left.set(name, value), stripped),
  });
}

function withoutInheritedUserInfo(url: string, proposed: string): string {
  const [target, { username, password }] = [new URL(url), new URL(proposed)];
  if (target.username === username && target.password === password) target.username = target.password = '';
  return target.href;
}

function describeExcess(visited: readonly string[], maximumRedirects: number): string {
  const loop = redirectLoop(visited);
  const excess = `more than ${String(maximumRedirects)} redirects`;
  return loop === undefined ? excess : `${excess}, in a circle: ${loop.map(withoutSecrets).join(' → ')}`;
}

/** A URL's query may hold a token as well as its userinfo. */
function withoutSecrets(url: string): string {
  const parsed = parsedURL(url);
  if (parsed === undefined) return '?';
  const { origin, pathname, search } = parsed;
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}

function failed(code: NetworkErrorCode, detail: string): FollowDecision {
  return { kind: 'failed', error: new SessionError({ kind: 'sessionTaskFailed', code, detail }) };
}

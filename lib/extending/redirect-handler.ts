import type { OperatorFunction } from 'rxjs';
import type { Answer } from '../answers/answer.js';
import type { TaskInfo } from '../message/request-info.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';
import { answerThrough } from './answer-through.js';

/** Request to send next. With undefined or null the redirect response itself is the response. */
export type RedirectAnswer = URLRequest | undefined | null;

/**
 * Decides about a redirect (Alamofire's `RedirectHandler`): follow it with `newRequest`, follow it with another
 * request, or take the redirect response itself, with its body, as the response.
 *
 * `newRequest` is ready to be sent: its method is rewritten, and secrets are stripped if the target has another
 * origin. A handler that throws, rejects or errors ends the task as `sessionTaskFailed` with code `badRedirect`.
 */
export interface RedirectHandler {
  redirect(task: TaskInfo, newRequest: URLRequest, response: HTTPURLResponse): Answer<RedirectAnswer>;
}

/** Redirect that the operators of {@link Redirector} receive. */
export interface ProposedRedirect {
  /** Request that would be sent next: method rewritten, secrets stripped across origins. */
  readonly request: URLRequest;
  readonly task: TaskInfo;
  /** Response that redirects. */
  readonly response: HTTPURLResponse;
}

const BEHAVIOUR = Symbol.for('rxsession.Redirector');

/**
 * Ready-made redirect handlers (Alamofire's `Redirector`).
 *
 * @example
 * session.request(url).redirect(Redirector.doNotFollow);
 * session.request(url).redirect(Redirector.modify((_task, newRequest) => newRequest.with({ method: 'PATCH' })));
 */
export const Redirector = /* @__PURE__ */ Object.freeze({
  /** Follows every redirect; the default. */
  follow: /* @__PURE__ */ recognisable('follow', { redirect: (_task, newRequest) => newRequest }),
  /** Takes every redirect response as the response. */
  doNotFollow: /* @__PURE__ */ recognisable('doNotFollow', { redirect: () => undefined }),
  /** Follows with the answer of the function. If that is nothing, takes the redirect response as the response. */
  modify: (modify: RedirectHandler['redirect']): RedirectHandler => ({
    redirect: (task, newRequest, response) => modify(task, newRequest, response),
  }),
  /**
   * A redirect handler made of an RxJS operator; `pipe` composes several. For each redirect the operator is applied
   * and subscribed to once, with a source that emits the {@link ProposedRedirect} and completes.
   *
   * - The first value is the request to send next, and ends the subscription. Completing without a value does not
   *   follow: the redirect response is the response.
   * - An error ends the task as `sessionTaskFailed` with code `badRedirect` and that error as `cause`.
   * - Cancelling the request unsubscribes.
   *
   * @example
   * const atHome = Redirector.operator(
   *   pipe(
   *     filter(({ request }) => isOurs(request.url)),
   *     map(({ request }) => request),
   *   ),
   * );
   */
  operator: (operator: OperatorFunction<ProposedRedirect, RedirectAnswer>): RedirectHandler => ({
    redirect: (task, request, response) =>
      answerThrough<ProposedRedirect, RedirectAnswer>(operator, { request, task, response }, undefined),
  }),
});

/** True if redirects are always followed: the only behaviour of a platform that hides redirects. */
export function isFollowing(handler: RedirectHandler | undefined): boolean {
  return handler === undefined || behaviourOf(handler) === 'follow';
}

/** True if redirects are never followed, so that their targets need not be valid. */
export function isNotFollowing(handler: RedirectHandler | undefined): boolean {
  return handler !== undefined && behaviourOf(handler) === 'doNotFollow';
}

/** Marks a handler under a registered symbol, which copies of the package share. */
function recognisable(behaviour: 'follow' | 'doNotFollow', handler: RedirectHandler): RedirectHandler {
  return Object.freeze({ ...handler, [BEHAVIOUR]: behaviour });
}

function behaviourOf(handler: RedirectHandler): unknown {
  return (handler as { [BEHAVIOUR]?: unknown })[BEHAVIOUR];
}

import type { Answer } from '../answers/answer.js';
import type { TaskInfo } from '../message/request-info.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { URLRequest } from '../message/url-request.js';

/** The request to send next; nothing to take the redirect response itself as the response. */
export type RedirectAnswer = URLRequest | undefined | null;

/**
 * Decides what becomes of a redirect (Alamofire's `RedirectHandler`): follow it with `newRequest`, follow it
 * with another request, or take the redirect response itself, with its body, as the response.
 *
 * `newRequest` is ready to be sent: its method rewritten and secrets already gone where another origin is the
 * target. What the handler throws, rejects with or errors with ends the task.
 */
export interface RedirectHandler {
  redirect(task: TaskInfo, newRequest: URLRequest, response: HTTPURLResponse): Answer<RedirectAnswer>;
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
  /** Follows every redirect; what happens without a handler. */
  follow: /* @__PURE__ */ recognisable('follow', { redirect: (_task, newRequest) => newRequest }),
  /** Takes every redirect response as the response. */
  doNotFollow: /* @__PURE__ */ recognisable('doNotFollow', { redirect: () => undefined }),
  /** Follows with what the function answers; with nothing, takes the redirect response as the response. */
  modify: (modify: RedirectHandler['redirect']): RedirectHandler => ({
    redirect: (task, newRequest, response) => modify(task, newRequest, response),
  }),
});

/** Whether a handler only ever follows, as having none does: all that a platform with hidden hops can offer. */
export function isFollowing(handler: RedirectHandler | undefined): boolean {
  return handler === undefined || behaviourOf(handler) === 'follow';
}

/** Whether a handler never follows, so that nothing has to be known of the target. */
export function isNotFollowing(handler: RedirectHandler | undefined): boolean {
  return handler !== undefined && behaviourOf(handler) === 'doNotFollow';
}

/** Marked under a registered symbol: recognised across copies of the package. */
function recognisable(behaviour: 'follow' | 'doNotFollow', handler: RedirectHandler): RedirectHandler {
  return Object.freeze({ ...handler, [BEHAVIOUR]: behaviour });
}

function behaviourOf(handler: RedirectHandler): unknown {
  return (handler as { [BEHAVIOUR]?: unknown })[BEHAVIOUR];
}

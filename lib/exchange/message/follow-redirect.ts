import { asSessionError } from '../../errors/session-error.js';
import {
  isNotFollowing,
  type RedirectAnswer,
  type RedirectHandler,
} from '../../extending/redirect-handler.js';
import type { URLRequest } from '../../message/url-request.js';
import { ask } from '../ask.js';
import { conforming } from '../url-request-validation.js';
import { strippedAcrossOrigins } from './credential-stripping.js';
import { followDecision } from './follow-rules.js';
import type { OpenResult } from './message-result.js';
import type { RedirectFollower } from './redirect-follower.js';
import { redirectDecision, type RedirectProposal } from './redirect-rules.js';
import type { Sending } from './sending.js';
import type { Stop } from '../exchange.js';

/** Follows a redirect as its handler answers and the rules allow; without a handler, as the rules allow. */
export const followRedirect: RedirectFollower = (sending, redirect) => {
  const { x, message } = sending;
  const { secretHeaders } = x.session;
  const decision = redirectDecision({
    request: message.urlRequest,
    response: redirect.response,
    secretHeaders,
  });
  switch (decision.kind) {
    case 'none':
      redirect.accept();
      return;
    case 'failed':
      if (isNotFollowing(x.hooks.redirectHandler)) redirect.accept();
      else sending.fail(decision.error);
      return;
    case 'redirect':
      return propose(sending, redirect, decision);
  }
};

function propose(sending: Sending, redirect: OpenResult, proposal: RedirectProposal): Stop | void {
  const { x, attempt } = sending;
  const { delegate } = x.session;
  delegate.taskWillPerformHTTPRedirection(attempt, redirect.response, proposal.request);
  const { redirectHandler } = x.hooks;
  if (redirectHandler === undefined) follow(sending, proposal, proposal.request);
  else return askHandler(sending, redirect, proposal, redirectHandler);
}

function askHandler(
  sending: Sending,
  redirect: OpenResult,
  proposal: RedirectProposal,
  handler: RedirectHandler,
): Stop | void {
  const { x, attempt } = sending;
  const answered = (answer: RedirectAnswer): void => {
    if (answer) follow(sending, proposal, requestOf(sending, answer, proposal));
    else redirect.accept();
  };
  return ask(
    x,
    x.session.rootQueue,
    () => handler.redirect(attempt, proposal.request, redirect.response),
    answered,
    (cause) => {
      sending.fail(asSessionError(cause, handlerFailure));
    },
  );
}

function follow(sending: Sending, proposal: RedirectProposal, request: URLRequest): void {
  const { x, attempt, message, visited } = sending;
  const { delegate, limits, secretHeaders } = x.session;
  const { maximumRedirects } = limits;
  const { body } = message;
  const decision = followDecision({ proposal, request, body, visited, maximumRedirects, secretHeaders });
  switch (decision.kind) {
    case 'failed':
      sending.fail(decision.error);
      return;
    case 'follow':
      attempt.redirectCount += 1;
      if (decision.body !== undefined) delegate.taskNeedsNewBodyStream(attempt);
      sending.follow({ urlRequest: decision.request, body: decision.body });
  }
}

/**
 * Joins the session's headers to a request that a handler has changed or created. Secrets among them stay out once
 * another origin has taken part in where the attempt goes.
 */
function requestOf(
  { x, attempt, visited }: Sending,
  answer: URLRequest,
  proposal: RedirectProposal,
): URLRequest {
  if (answer === proposal.request) return answer;
  const request = conforming(x, answer);
  const { headers, secretHeaders } = x.session;
  const joinable = [...visited, request.url].reduce(
    (left, url) => strippedAcrossOrigins(left, attempt.originalRequest.url, url, secretHeaders),
    headers,
  );
  return request.with({ headers: joinable.merging(request.headers) });
}

function handlerFailure(error: unknown): { kind: 'sessionTaskFailed'; code: 'badRedirect'; error: unknown } {
  return { kind: 'sessionTaskFailed', code: 'badRedirect', error };
}
